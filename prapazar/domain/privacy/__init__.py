"""Privacy: where personal data is, handing it out, and removing it with a receipt that proves it."""

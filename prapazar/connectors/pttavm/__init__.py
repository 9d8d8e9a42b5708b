"""PTT AVM, the marketplace of the post office."""

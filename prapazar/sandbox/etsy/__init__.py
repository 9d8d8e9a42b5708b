"""A pretend Etsy, written from its documents."""

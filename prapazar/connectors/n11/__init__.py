"""N11, the marketplace."""

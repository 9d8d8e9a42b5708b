"""İdefix, the marketplace."""

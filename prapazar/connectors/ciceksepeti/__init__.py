"""Çiçeksepeti, the marketplace."""

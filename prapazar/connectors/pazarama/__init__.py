"""Pazarama, the marketplace."""

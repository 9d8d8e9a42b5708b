"""Writes to listings, one module per verb."""

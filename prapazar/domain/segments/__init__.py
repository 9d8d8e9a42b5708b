"""Segments: customers who share what we know of them, counted while one is still writing the conditions."""

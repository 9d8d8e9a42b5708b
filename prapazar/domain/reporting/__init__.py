"""Figures drawn from all other subjects."""

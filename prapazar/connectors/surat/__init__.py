"""Sürat Kargo."""

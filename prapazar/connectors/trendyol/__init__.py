"""Trendyol, the marketplace."""

"""Kolay Gelsin (Sendeo), the carrier."""

"""Shipments: which carrier, label, way to the buyer, what it costs."""

"""Connections: one merchant's accounts at the places where it sells or ships."""

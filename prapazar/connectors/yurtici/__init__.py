"""Yurtiçi Kargo: shipments by its order service (SOAP)."""

"""Aras Kargo: shipments by its order service, tracking by its query service (both SOAP)."""

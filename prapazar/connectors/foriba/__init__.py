"""Foriba (Sovos), the e-invoice provider."""

"""Uyumsoft, the e-invoice provider."""

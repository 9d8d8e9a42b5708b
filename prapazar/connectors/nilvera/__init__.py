"""Nilvera, the e-invoice provider."""

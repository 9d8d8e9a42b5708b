"""Payments: asked for by a link, taken on the provider's page or entered by hand, laid upon invoices, given back."""

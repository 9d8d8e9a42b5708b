"""Customers: one person across channels, made from orders as they arrive."""

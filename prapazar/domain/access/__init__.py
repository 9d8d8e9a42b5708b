"""Merchants, users, roles, sessions and the audit trail."""

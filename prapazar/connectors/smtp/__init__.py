"""SMTP: a merchant's own mail server."""

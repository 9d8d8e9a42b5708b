"""A pretend mail server: a real SMTP conversation (RFC 5321, AUTH of RFC 4954) on a port of its own."""

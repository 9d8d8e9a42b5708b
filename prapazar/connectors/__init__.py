"""Only connectors live here: one folder per provider."""

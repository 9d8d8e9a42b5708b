"""A pretend Sürat Kargo: one SOAP service that answers in words."""

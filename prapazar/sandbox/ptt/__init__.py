"""A pretend PTT Kargo: two SOAP services, bar codes with a check digit, and movements by number."""

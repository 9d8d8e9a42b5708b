"""A pretend Kolay Gelsin (Sendeo): a fixed bearer token, one POST for each operation, events told as numbers."""

"""Pretend providers, written from the providers' documents alone, for tests, demos and strangers' clients."""

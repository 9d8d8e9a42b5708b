"""Celery: the processes that make the provider calls and drain the outbox."""

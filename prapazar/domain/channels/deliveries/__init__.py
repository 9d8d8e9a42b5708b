"""Webhook deliveries as people inspect them: accepted, refused, and what became of each."""

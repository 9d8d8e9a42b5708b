"""A pretend PayTR: tokens for a frame, notifications that want an `OK`, refunds and status by order number."""

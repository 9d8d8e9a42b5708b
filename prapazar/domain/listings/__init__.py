"""A variant's presence on a channel, and what that channel was told about it."""

"""The pretend Merchant API v1 of Google, written from its documents alone."""

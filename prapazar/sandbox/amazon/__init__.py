"""A pretend Amazon Selling Partner API: its regions, its log-in, its consent page and its document store."""

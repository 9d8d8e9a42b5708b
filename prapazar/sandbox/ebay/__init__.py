"""A pretend eBay."""

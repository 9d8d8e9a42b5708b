"""Google Merchant by its API v1: products, availability and prices, and what became of them."""

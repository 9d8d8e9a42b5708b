"""Shopify: shops of their own, over the Admin GraphQL API."""

"""A pretend Shopify: the Admin GraphQL API, its log-in and its webhooks, from the public documents alone."""

"""What a supplier sends for a merchant: packages routed to it, its articles, and how well it does."""

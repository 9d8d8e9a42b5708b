"""Base prices and their history; no price leaves without a floor."""

"""Amazon, all its marketplaces, through the Selling Partner API."""

"""A pretend UPS: OAuth by client credentials, shipping, void, labels, rates, tracking by number or reference."""

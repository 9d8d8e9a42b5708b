"""Meta catalogue (Facebook, Instagram): items, stock and prices by batch."""

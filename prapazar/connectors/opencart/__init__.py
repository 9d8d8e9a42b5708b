"""OpenCart 4, with the PraPazar bridge in the shop."""

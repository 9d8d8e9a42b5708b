"""eBay, on whichever of its marketplaces the seller sells."""

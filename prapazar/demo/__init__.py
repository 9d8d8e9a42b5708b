"""The demo shop: a merchant on the sandbox's two shops, loaded through the same flows a real one uses."""

"""The pretend Çiçeksepeti: orders item by item, batches, and the same request only once in a while."""

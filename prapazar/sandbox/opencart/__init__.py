"""A pretend OpenCart 4: its core API, which only writes orders, and the bridge that reads and fills its shelves."""

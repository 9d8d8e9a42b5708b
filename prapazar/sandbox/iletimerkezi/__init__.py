"""A pretend İleti Merkezi: SMS orders by JSON, the log-in inside the body, reports by order or pushed."""

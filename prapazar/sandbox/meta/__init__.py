"""The pretend Meta catalogue, written from its documents alone."""

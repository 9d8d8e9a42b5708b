"""REST under /api: every route declares the permission it needs, or that it is public."""

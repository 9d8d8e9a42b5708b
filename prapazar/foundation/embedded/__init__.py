"""A real PostgreSQL and a real Redis out of PyPI wheels, run in a folder of the user's."""

"""A pretend Foriba (Sovos): Basic authentication, zipped documents, and refusals within good answers of e-Arşiv."""

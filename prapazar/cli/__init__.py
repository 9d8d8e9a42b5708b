"""The prapazar command: what is said here is done elsewhere."""

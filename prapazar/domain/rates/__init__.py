"""Exchange rates of the central bank, kept for each day."""

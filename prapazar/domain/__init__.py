"""Our books: one folder per subject, lower subjects never know higher ones."""

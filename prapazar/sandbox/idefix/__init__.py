"""A pretend İdefix, as its documents describe it: one row for each unit, Istanbul's clock, and batches."""

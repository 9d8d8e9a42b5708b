"""The pretend central bank: a bulletin of exchange rates for each working day."""

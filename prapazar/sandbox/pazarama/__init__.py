"""A pretend Pazarama, as its documents describe it: tokens, envelopes, GUIDs, and a status for each order item."""

"""The stock ledger: on hand, reserved, and every movement that made them so."""

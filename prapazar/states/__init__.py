"""What screens remember and do: one module per screen, guarded by default."""

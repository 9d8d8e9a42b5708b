"""PayTR, the payment provider."""

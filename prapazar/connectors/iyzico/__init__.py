"""iyzico, the payment provider."""

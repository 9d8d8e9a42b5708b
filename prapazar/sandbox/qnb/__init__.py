"""A pretend QNB eSolutions: a connector for e-Fatura and e-İrsaliye that queues, and an e-Arşiv that takes JSON."""

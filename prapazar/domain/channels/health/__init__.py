"""How connections are: success, latency, causes of errors, and the alarm when a channel falls silent."""

"""A pretend iyzico: hosted checkout forms, signed requests and answers, refunds, and webhooks."""

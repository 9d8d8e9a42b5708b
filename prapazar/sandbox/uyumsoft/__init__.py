"""A pretend Uyumsoft, as its BasicIntegration service is described: who asks stands in the body, so do refusals."""

"""The dealer pipeline: deals on their way from a first word to an order, or to a reason why not."""

"""One action for many orders, with its progress and what became of each."""

"""Where packages are sent from, by rules."""

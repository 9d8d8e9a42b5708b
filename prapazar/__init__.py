"""PraPazar: one panel from which a seller runs every sales channel."""

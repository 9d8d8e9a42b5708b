"""A pretend HepsiJet: token, envelope, deliveries with ZPL labels, and two ways to ask where they are."""

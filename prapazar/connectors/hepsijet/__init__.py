"""HepsiJet, the carrier."""

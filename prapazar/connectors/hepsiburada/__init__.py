"""Hepsiburada: listings, orders, packages, claims, questions and the account, on several hosts."""

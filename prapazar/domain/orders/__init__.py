"""Purchases, their lines and packages, and the queue of records that need repair."""

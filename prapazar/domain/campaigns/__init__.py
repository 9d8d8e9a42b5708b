"""Campaigns: a message to the customers of a segment, and what came of it beside those who got none."""

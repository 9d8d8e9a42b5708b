"""Lets the pretend shops live: fills their shelves, gives them a past, and sends them buyers."""

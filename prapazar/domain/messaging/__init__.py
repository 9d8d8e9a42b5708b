"""Notifications to the people who work here."""

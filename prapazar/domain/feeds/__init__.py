"""Feeds: the file a channel fetches, its secret address, and what each writing of it left out."""

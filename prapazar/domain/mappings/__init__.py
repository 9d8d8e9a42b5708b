"""Mappings: our words for categories, attributes, brands, carriers and statuses beside a channel's."""

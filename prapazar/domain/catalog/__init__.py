"""Products, variants, brands, categories and how they come in and go out."""

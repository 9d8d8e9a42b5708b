"""PrestaShop by its webservice."""

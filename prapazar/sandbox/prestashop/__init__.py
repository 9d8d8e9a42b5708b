"""A pretend PrestaShop: its webservice over one table for each resource, told in XML or JSON, written in XML."""

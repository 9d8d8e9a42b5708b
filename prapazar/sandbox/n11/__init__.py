"""A pretend N11, as its documents describe it: REST for products and orders, SOAP for the rest."""

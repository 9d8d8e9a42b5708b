"""A pretend DHL eCommerce Türkiye (MNG Kargo): keys, a token, orders that become shipments, and labels."""

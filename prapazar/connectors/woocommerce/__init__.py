"""WooCommerce, the merchant's own shop on WordPress."""

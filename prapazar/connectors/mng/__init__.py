"""DHL eCommerce Türkiye, formerly MNG Kargo."""

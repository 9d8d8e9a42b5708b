"""The connector for Etsy."""

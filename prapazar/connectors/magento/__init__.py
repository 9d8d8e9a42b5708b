"""Magento 2, the merchant's own shop: Magento Open Source, Adobe Commerce or Mage-OS."""

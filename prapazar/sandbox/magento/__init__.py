"""A pretend Magento Open Source with MSI, as its documents describe it: signed calls, searchCriteria, reservations."""

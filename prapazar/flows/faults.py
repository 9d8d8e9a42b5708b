"""The connector errors under a name that workers, screens and the API may know."""

from prapazar.connector_kit.errors import ConnectorError as ProviderFault

__all__ = ["ProviderFault"]

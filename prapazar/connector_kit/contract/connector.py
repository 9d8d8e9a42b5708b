"""What every connector is."""

from typing import Protocol, runtime_checkable

from prapazar.connector_kit.records import AccountRecord


@runtime_checkable
class TestsCredentials(Protocol):
    def test_credentials(self) -> AccountRecord:
        """Asks the provider; raises AuthFailed where it refuses."""
        ...


@runtime_checkable
class Connector(TestsCredentials, Protocol):
    """What every connector is; its other protocols say what else it can do."""

    def close(self) -> None: ...

"""What orders ask for: read, told of each step, broken up, sent with another carrier."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.records import CarrierOffer, PackageRecord, PackageStatus, ParkedRecord


@runtime_checkable
class ReadsOrders(Protocol):
    def fetch_packages(
        self, since: datetime, until: datetime
    ) -> Iterator[list[PackageRecord | ParkedRecord]]:
        """Packages modified in the half-open window, oldest change first, page by page."""
        ...

    def fetch_package(self, external_id: str) -> list[PackageRecord | ParkedRecord]: ...

    def count_packages(self, since: datetime, until: datetime) -> int:
        """How many the channel has by order date, for the daily count check."""
        ...


@runtime_checkable
class ReportsStatus(Protocol):
    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """Tell the channel that we accepted (`PICKING`), packed or shipped a package.

        Raises Rejected where the channel does not know that step.
        """
        ...

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Tell the channel that lines cannot be supplied.

        `reason` is `out_of_stock`, `defective`, `wrong_price`, `integration_error`, `bulk_purchase` or
        `force_majeure`; a channel that knows no reasons is told in words. Rejected for any other.
        """
        ...


@runtime_checkable
class SplitsPackages(Protocol):
    """For channels that break a package up into several, each with an id and a label of its own."""

    def split_package(self, package_external_id: str, parts: Sequence[Mapping[str, int]]) -> None:
        """Units by line for each part; what no part names stays together as the last.

        Some channels do it a little later. Rejected where the package is not to be split, or is split already.
        """
        ...

    def fetch_siblings(self, package_external_id: str) -> list[PackageRecord | ParkedRecord]:
        """All packages of its order as they stand now, those that are broken up among them."""
        ...


@runtime_checkable
class ChangesCarriers(Protocol):
    """For channels whose contracted carrier of a package the seller may exchange for another of theirs."""

    def fetch_carriers(
        self, package_external_id: str, line_external_ids: Sequence[str]
    ) -> list[CarrierOffer]:
        """Those it could go with, its present one perhaps among them; empty where it is bound to that one."""
        ...

    def change_carrier(
        self, package_external_id: str, line_external_ids: Sequence[str], carrier_external_id: str
    ) -> None:
        """To one that was offered; the same again changes nothing more. Rejected where it is too late."""
        ...

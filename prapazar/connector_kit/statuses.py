"""Where a package stands: words only the merchant could explain, and what its lines make together."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parcels import ParcelStatus
from prapazar.connector_kit.records import PackageStatus

UNKNOWN = "connector.unknown_status"
_NONE: Mapping[str, str] = {}
_WAY = (
    PackageStatus.AWAITING_PAYMENT,
    PackageStatus.NEW,
    PackageStatus.PICKING,
    PackageStatus.PACKED,
    PackageStatus.SHIPPED,
    PackageStatus.UNDELIVERED,
    PackageStatus.DELIVERED,
    PackageStatus.RETURNED,
    PackageStatus.UNPACKED,
    PackageStatus.CANCELLED,
)
_told: ContextVar[Mapping[str, str]] = ContextVar("explained_statuses", default=_NONE)


@contextmanager
def explaining(words: Mapping[str, str]) -> Iterator[None]:
    """Inside, `explained` knows these words of the account that is being read, and the statuses they stand for."""
    token = _told.set(words)
    try:
        yield
    finally:
        _told.reset(token)


def explained(word: str, raw: object) -> PackageStatus:
    """For a word the connector's own table does not hold. Raises UnexpectedAnswer where nobody said what it means."""
    return PackageStatus(_meaning(word, raw, PackageStatus))


def explained_parcel(word: str, raw: object) -> ParcelStatus:
    """The same for a word of a carrier's tracking."""
    return ParcelStatus(_meaning(word, raw, ParcelStatus))


def _meaning(word: str, raw: object, kind: Iterable[str]) -> str:
    found = _told.get().get(word)
    if found not in set(kind):
        raise UnexpectedAnswer(word, raw=raw, code=UNKNOWN)
    return str(found)


def least_advanced(statuses: Iterable[PackageStatus]) -> PackageStatus:
    """An order stands where the least advanced of its living lines stands."""
    return min(statuses, key=_WAY.index, default=PackageStatus.CANCELLED)

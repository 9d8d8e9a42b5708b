"""The steps by which orders are read: pages of a window, and the rows of other tables each of them names."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from prapazar.connector_kit.parsing import required, text
from prapazar.connectors.prestashop import mapper
from prapazar.connectors.prestashop.client import PAGE, PrestashopClient
from prapazar.connectors.prestashop.mapper import OrderFacts, Shop
from prapazar.connectors.prestashop.schemas import Raw

_MOST_PAGES = 100_000


class OrderReader:
    def __init__(self, client: PrestashopClient, shop: Shop) -> None:
        self._client = client
        self._shop = shop

    def window(
        self, field: str, since: datetime, until: datetime, *, display: str = "full"
    ) -> Iterator[Sequence[Raw]]:
        yield from windowed(self._client, self._shop, "orders", field, since, until, display=display)

    def facts(self, raws: Sequence[Raw]) -> OrderFacts:
        """A handful of questions for a whole page, however many orders it has."""
        if not raws:
            return OrderFacts()
        ask, numbers = self._client.among, _ids(raws, "id")
        addresses = ask("addresses", "id", _ids(raws, "id_address_delivery", "id_address_invoice"))
        return mapper.facts_of(
            {
                "order_details": ask("order_details", "id_order", numbers),
                "order_carriers": ask("order_carriers", "id_order", numbers),
                "customers": ask("customers", "id", _ids(raws, "id_customer")),
                "addresses": addresses,
                "countries": ask("countries", "id", _ids(addresses, "id_country")),
                "states": ask("states", "id", _ids(addresses, "id_state")),
                "currencies": ask("currencies", "id", _ids(raws, "id_currency")),
                "carriers": ask("carriers", "id", _ids(raws, "id_carrier")),
                "order_states": ask("order_states", "id", _ids(raws, "current_state")),
                "taxes": self._client.all("taxes"),
            }
        )


def windowed(
    client: PrestashopClient,
    shop: Shop,
    resource: str,
    field: str,
    since: datetime,
    until: datetime,
    *,
    display: str = "full",
) -> Iterator[Sequence[Raw]]:
    """Oldest first, each page from the last moment of the one before on.

    So a row that moves on while we read pulls nothing out of sight.
    """
    start, end = mapper.told_window(since, until, shop.zone)
    seen: set[str] = set()
    skipped = 0
    for _ in range(_MOST_PAGES):
        found = client.dated(resource, field, start, end, start=skipped, display=display)
        fresh = [one for one in found if text(required(one, "id")) not in seen]
        seen.update(text(one["id"]) for one in fresh)
        within = [one for one in fresh if _is_within(one, field, since, until, shop)]
        if within:
            yield within
        if len(found) < PAGE:
            return
        last = text(required(found[-1], field))
        skipped = skipped + len(found) if last == start else 0
        start = last


def _is_within(raw: Raw, field: str, since: datetime, until: datetime, shop: Shop) -> bool:
    """One whose moment cannot be read stays, to be parked."""
    try:
        return mapper.is_within(required(raw, field), since, until, shop.zone)
    except ValueError:
        return True


def _ids(raws: Sequence[Raw], *names: str) -> set[str]:
    found = {text(raw.get(name)) for raw in raws for name in names}
    return {one for one in found if one.isdigit()}

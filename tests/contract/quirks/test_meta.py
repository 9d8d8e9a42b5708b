"""What only Meta does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, ListingRecord, PriceOffer, StockOffer
from prapazar.connector_kit.traffic import TrafficRecord
from tests.factories.answers import states
from tests.factories.stages import Article, Stage

_KEY = "8690000000012"
_USUAL = {
    "needs_proof": False,
    "price_form": "code",
    "errors_told": 1000,
    "batch_ms": 0,
    "batches_an_hour": 200,
}


@pytest.fixture
def meta(stage: Stage) -> Iterator[Stage]:
    stage.seed([Article(_KEY, "Çiçekli Şal", Decimal("1299.05"), 7)])
    yield stage
    stage.server.pull("PATCH", "/meta/rules", _USUAL)


def _rule(meta: Stage, **rules: object) -> None:
    meta.server.pull("PATCH", "/meta/rules", rules)


def _listed(meta: Stage) -> ListingRecord:
    [[found]] = meta.connector().fetch_listings()
    assert isinstance(found, ListingRecord)
    return found


def test_proof_of_the_token_is_sent_where_the_application_asks_for_it(meta: Stage) -> None:
    _rule(meta, needs_proof=True)

    assert meta.connector().test_credentials().listing_count == 1
    with pytest.raises(Rejected):
        meta.connector(credentials={"app_secret": ""}).test_credentials()


def test_price_is_read_in_both_forms(meta: Stage) -> None:
    _rule(meta, price_form="symbol")

    assert _listed(meta).price == Decimal("1299.05")


def test_refused_items_are_known_where_their_errors_are_not_told(meta: Stage) -> None:
    _rule(meta, errors_told=0)
    connector = meta.connector()
    offers = [StockOffer(_KEY, None, 1), StockOffer("YOK", None, 1)]

    answers = states(connector, connector.push_stock(offers), offers)

    assert answers == {_KEY: ItemState.ACCEPTED, "YOK": ItemState.REJECTED}


def test_unfinished_batch_is_not_final(meta: Stage) -> None:
    _rule(meta, batch_ms=60_000)
    connector = meta.connector()

    batch = connector.push_stock([StockOffer(_KEY, None, 1)]).batch_external_id

    assert connector.fetch_batch(batch).is_final is False


def test_sold_out_item_says_so_and_a_sale_ends(meta: Stage) -> None:
    connector = meta.connector()
    connector.push_price([PriceOffer(_KEY, None, Decimal(90), Decimal(100), "TRY")])
    before = _listed(meta)
    connector.push_stock([StockOffer(_KEY, None, 0)])
    connector.push_price([PriceOffer(_KEY, None, Decimal(95), None, "TRY")])

    after = _listed(meta)

    assert (before.price, before.list_price) == (Decimal(90), Decimal(100))
    assert (after.price, after.list_price, after.quantity) == (Decimal(95), Decimal(95), 0)
    assert meta.shelf(_KEY)["availability"] == "out of stock"


def test_rejected_item_is_no_longer_active(meta: Stage) -> None:
    meta.server.pull("POST", f"/meta/{meta.account}/review", {"id": _KEY, "status": "rejected"})

    assert _listed(meta).is_active is False


def test_full_hour_of_batches_is_waited_for(meta: Stage) -> None:
    _rule(meta, batches_an_hour=1)
    meta.connector().push_stock([StockOffer(_KEY, None, 1)])

    with pytest.raises(RateLimited):
        meta.connector(Wire(max_wait=0)).push_stock([StockOffer(_KEY, None, 2)])


def test_catalogue_of_somebody_else_is_forbidden(meta: Stage) -> None:
    other = type(meta)(meta.server, "baskasi")
    meta.settings = {**meta.settings, "catalog_id": other.account}

    with pytest.raises(AuthFailed):
        meta.connector().test_credentials()


def test_secrets_are_in_no_traffic_record(meta: Stage) -> None:
    records: list[TrafficRecord] = []
    connector = meta.connector(Wire(recorder=records.append))

    connector.test_credentials()
    connector.push_stock([StockOffer(_KEY, None, 1)])

    kept = str([dataclasses.asdict(record) for record in records])
    assert len(records) == 2
    assert [secret for secret in meta.secrets if secret in kept] == []

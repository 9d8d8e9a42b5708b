"""What only Google does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PriceOffer, StockOffer
from prapazar.connector_kit.traffic import TrafficRecord
from tests.factories.answers import states
from tests.factories.drafts import draft
from tests.factories.stages import Article, Stage
from tests.factories.stages.google_merchant import GoogleMerchantStage

_KEY = "8690000000012"
_ID = f"tr~TR~{_KEY}"
_USUAL = {"processing_ms": 0, "reviews": "approved", "lives_days": 30}


@pytest.fixture
def google(stage: Stage) -> Iterator[GoogleMerchantStage]:
    assert isinstance(stage, GoogleMerchantStage)
    stage.seed([Article(_KEY, "Çiçekli Şal", Decimal("1299.05"), 7)])
    yield stage
    stage.server.pull("PATCH", "/google_merchant/rules", _USUAL)


def _rule(google: Stage, **rules: object) -> None:
    google.server.pull("PATCH", "/google_merchant/rules", rules)


def _listed(google: Stage) -> dict[str, Any]:
    return {one.sku: one for page in google.connector().fetch_listings() for one in page}


def test_refresh_token_logs_in_like_a_service_account(google: GoogleMerchantStage) -> None:
    google.credentials = google.refreshing

    assert google.connector().test_credentials().name.startswith("tuhaf")
    with pytest.raises(AuthFailed):
        google.connector(credentials={"refresh_token": "1//other"}).test_credentials()


def test_token_that_ends_in_the_middle_is_renewed(google: GoogleMerchantStage) -> None:
    connector = google.connector()
    connector.test_credentials()
    google.server.pull("POST", f"/google_merchant/{google.account}/tokens", {})

    pushed = connector.push_stock([StockOffer(_ID, None, 3)])

    assert [one.state for one in pushed.items] == [ItemState.ACCEPTED]


def test_project_that_is_not_registered_is_told_in_its_own_words(google: GoogleMerchantStage) -> None:
    google.server.pull("PATCH", f"/google_merchant/accounts/{google.account}", {"is_registered": False})

    with pytest.raises(AuthFailed) as raised:
        google.connector().test_credentials()

    assert raised.value.code == "google_merchant.not_registered"


def test_account_without_a_data_source_gets_one(google: GoogleMerchantStage) -> None:
    opened = google.server.pull(
        "POST", "/google_merchant/accounts", {"name": "kaynaksiz", "has_source": False}
    )
    google.account = google.settings["account_id"] = opened["account"]
    google.credentials = {one: opened[one] for one in ("client_id", "client_secret", "refresh_token")}
    connector = google.connector()

    answers = states(connector, connector.write_listings([draft()]))

    assert answers == {"SAL-1": ItemState.ACCEPTED}


def test_product_being_processed_is_pending_and_then_accepted(google: GoogleMerchantStage) -> None:
    _rule(google, processing_ms=60_000)
    connector = google.connector()
    waiting = connector.write_listings([draft()]).batch_external_id
    before = connector.fetch_batch(waiting)
    _rule(google, processing_ms=0)
    again = connector.write_listings([draft()]).batch_external_id

    assert (before.is_final, connector.fetch_batch(again).is_final) == (False, True)


def test_disapproved_product_is_rejected_with_googles_cause(google: GoogleMerchantStage) -> None:
    _rule(google, reviews="disapproved")
    connector = google.connector()

    [answer] = connector.fetch_batch(connector.write_listings([draft()]).batch_external_id).items

    assert (answer.state, answer.message) == (ItemState.REJECTED, "Invalid image [image link]")
    assert _listed(google)["SAL-1"].is_active is False


def test_sku_with_odd_letters_is_found_again(google: GoogleMerchantStage) -> None:
    connector = google.connector()
    connector.write_listings([draft(sku="A/B~%1")])
    listed = _listed(google)["A/B~%1"]

    pushed = connector.push_stock([StockOffer(listed.external_id, None, 2)])

    assert "~" not in listed.external_id
    assert [one.state for one in pushed.items] == [ItemState.ACCEPTED]
    assert _listed(google)["A/B~%1"].quantity == 2


def test_sold_out_product_says_so_and_a_sale_ends(google: GoogleMerchantStage) -> None:
    connector = google.connector()
    connector.push_price([PriceOffer(_ID, None, Decimal(90), Decimal(100), "TRY")])
    before = _listed(google)[_KEY]
    connector.push_price([PriceOffer(_ID, None, Decimal(95), None, "TRY")])
    connector.push_stock([StockOffer(_ID, None, 0)])

    after = _listed(google)[_KEY]

    assert (before.price, before.list_price) == (Decimal(90), Decimal(100))
    assert (after.price, after.list_price, after.quantity) == (Decimal(95), Decimal(95), 0)
    assert google.shelf(_KEY)["availability"] == "OUT_OF_STOCK"


def test_store_on_the_street_shows_the_quantity(google: GoogleMerchantStage) -> None:
    google.settings["store_code"] = "KADIKOY"

    google.connector().push_stock([StockOffer(_ID, None, 4)])

    told = {"availability": "IN_STOCK", "quantity": "4"}
    [shown] = google.shelf(_KEY)["local"]
    assert (shown["storeCode"], shown["localInventoryAttributes"]) == ("KADIKOY", told)


def test_product_nobody_inserted_for_a_month_is_gone(google: GoogleMerchantStage) -> None:
    _rule(google, lives_days=0)

    assert _listed(google) == {}


def test_secrets_are_in_no_traffic_record(google: GoogleMerchantStage) -> None:
    records: list[TrafficRecord] = []
    connector = google.connector(Wire(recorder=records.append))

    connector.test_credentials()
    connector.push_stock([StockOffer(_ID, None, 1)])

    kept = str([dataclasses.asdict(record) for record in records])
    assert len(records) == 4
    assert [word for word in ("PRIVATE KEY", "assertion", "ya29.") if word in kept] == []


def test_regions_are_told_price_and_availability_and_keep_what_they_knew(google: GoogleMerchantStage) -> None:
    google.settings = {**google.settings, "regions": "marmara, ege"}
    connector = google.connector()

    connector.push_price([PriceOffer(_ID, None, Decimal("99.90"), Decimal("149.90"), "TRY")])
    connector.push_stock([StockOffer(_ID, None, 0)])
    before = google.shelf(_KEY)["regional"]
    connector.push_price([PriceOffer(_ID, None, Decimal("89.90"), None, "TRY")])

    def price(micros: str) -> dict[str, str]:
        return {"amountMicros": micros, "currencyCode": "TRY"}

    told = {"price": price("149900000"), "salePrice": price("99900000"), "availability": "OUT_OF_STOCK"}
    assert [(one["region"], one["regionalInventoryAttributes"]) for one in before] == [
        ("marmara", told),
        ("ege", told),
    ]
    after = [one["regionalInventoryAttributes"] for one in google.shelf(_KEY)["regional"]]
    assert after == [{"price": price("89900000"), "availability": "OUT_OF_STOCK"}] * 2


def test_product_of_another_source_is_not_ours_to_delete(google: GoogleMerchantStage) -> None:
    google.settings = {**google.settings, "feed_label": "DE"}

    pushed = google.connector().delete_listings([_ID])

    assert [(one.state, one.code) for one in pushed.items] == [
        (ItemState.REJECTED, "google_merchant.other_source")
    ]
    assert set(_listed(google)) == {_KEY}

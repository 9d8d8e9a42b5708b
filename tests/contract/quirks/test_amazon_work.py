"""How listings are written, orders shipped and taken back, and consent given at Amazon, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageStatus, StockOffer
from prapazar.connector_kit.traffic import TrafficRecord
from tests.factories.stages import Article, Stage
from tests.factories.stages.amazon import USUAL, AmazonStage

_KEY, _OTHER = "8690000000017", "8690000000024"
_BACK = "http://127.0.0.1:9/geri"


@pytest.fixture
def amazon(stage: Stage) -> Iterator[AmazonStage]:
    yield cast("AmazonStage", stage)
    _rule(stage, **USUAL)


def _rule(amazon: Stage, **rules: object) -> None:
    amazon.server.pull("PATCH", "/amazon/rules", rules)


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    draft = ListingDraft(
        sku=_KEY,
        barcode=_KEY,
        group="OYA",
        title="Şal",
        description="Pamuk",
        brand="Deneme Marka",
        brand_external_id=None,
        category_external_id="SCARF",
        vat_rate=Decimal(10),
        price=Decimal("129.95"),
        list_price=None,
        currency="TRY",
        quantity=7,
        images=(),
        attributes=(AttributeChoice("country_of_origin", "TR"),),
    )
    return dataclasses.replace(draft, **changes)


def _stock(key: str) -> StockOffer:
    return StockOffer(key, None, 9)


def _sold(amazon: AmazonStage, *lines: tuple[str, int]) -> tuple[Any, str, dict[str, int]]:
    """A connector, the order's number, and its lines with their units."""
    amazon.seed([Article(_KEY), Article(_OTHER)])
    number = amazon.package_id(amazon.order(*lines))
    connector = amazon.connector(Wire(sleep=lambda _: None))
    [order] = connector.fetch_package(number)
    return connector, number, {line.external_id: line.quantity for line in order.lines}


def _ship(connector: Any, number: str, lines: dict[str, int], tracking: str) -> Any:  # noqa: ANN401 - any connector
    connector.report_status(
        number, PackageStatus.SHIPPED, lines, carrier="Yurtiçi Kargo", tracking_number=tracking
    )
    return connector.fetch_package(number)[0]


def test_parts_are_shipped_as_packages_of_their_own_and_a_repetition_adds_none(amazon: AmazonStage) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 2), (_OTHER, 1))
    first, second = lines

    parts = [
        _ship(connector, number, {first: 2}, "726-1"),
        _ship(connector, number, {first: 2}, "726-1"),
        _ship(connector, number, {second: 1}, "726-2"),
    ]

    assert [(one.status, one.provider_status, one.tracking_number) for one in parts] == [
        (PackageStatus.NEW, "PARTIALLY_SHIPPED", "726-1"),
        (PackageStatus.NEW, "PARTIALLY_SHIPPED", "726-1"),
        (PackageStatus.SHIPPED, "SHIPPED", "726-2"),
    ]
    packages = connector.client.order(number)["packages"]
    assert [one["packageReferenceId"] for one in packages] == ["1", "2"]
    assert {one["carrier"] for one in packages} == {"Yurtiçi Kargo"}


@pytest.mark.parametrize(
    ("word", "status"),
    [("DELIVERED", PackageStatus.DELIVERED), ("UNDELIVERABLE", PackageStatus.UNDELIVERED)],
)
def test_end_of_a_shipped_order_stands_in_its_packages(
    amazon: AmazonStage, word: str, status: PackageStatus
) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 2))
    _ship(connector, number, lines, "726")

    amazon.move(number, word)

    assert connector.fetch_package(number)[0].status is status


@pytest.mark.parametrize(
    ("carrier", "tracking", "code"),
    [("Aras", None, "amazon.tracking_needed"), (None, "726", "amazon.carrier_needed")],
)
def test_shipment_needs_carrier_and_tracking_number(
    amazon: AmazonStage, carrier: str | None, tracking: str | None, code: str
) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 1))

    with pytest.raises(Rejected) as raised:
        connector.report_status(
            number, PackageStatus.SHIPPED, lines, carrier=carrier, tracking_number=tracking
        )

    assert raised.value.code == code


def test_one_line_is_taken_back_and_the_other_stays(amazon: AmazonStage) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 2), (_OTHER, 1))

    connector.report_unsupplied(number, {next(iter(lines)): 2}, "out_of_stock")

    [order] = connector.fetch_package(number)
    assert order.status is PackageStatus.NEW
    assert [line.cancelled_quantity for line in order.lines] == [2, 0]


def test_part_of_a_line_cannot_be_taken_back(amazon: AmazonStage) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 2))

    with pytest.raises(Rejected) as raised:
        connector.report_unsupplied(number, dict.fromkeys(lines, 1), "out_of_stock")

    assert raised.value.code == "amazon.whole_lines"


def test_cancellation_that_amazon_refuses_is_told(amazon: AmazonStage) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 1))
    _ship(connector, number, lines, "726")

    with pytest.raises(Rejected) as raised:
        connector.report_unsupplied(number, lines, "out_of_stock")

    assert (raised.value.code, raised.value.detail) == (
        "amazon.cancel_refused",
        "The items cannot be cancelled.",
    )


def test_cancellation_still_in_the_queue_is_left_to_the_orders_own_status(amazon: AmazonStage) -> None:
    connector, number, lines = _sold(amazon, (_KEY, 1))
    _rule(amazon, feed_ms=30)

    connector.report_unsupplied(number, lines, "wrong_price")

    asked = amazon.server.pull("GET", f"/requests?provider=amazon&account={amazon.account}")
    assert 1 <= sum("/feeds/" in one["path"] and one["method"] == "GET" for one in asked) <= 4


def test_refusal_with_a_200_is_a_refusal(amazon: AmazonStage) -> None:
    connector = amazon.connector()

    pushed = connector.write_listings([_draft(attributes=())])

    [item] = pushed.items
    assert (item.state, item.code) == (ItemState.REJECTED, "amazon.item_refused")
    assert item.message == "'country_of_origin' is required but not supplied."


def test_accepted_submission_waits_until_the_listing_is_there(amazon: AmazonStage) -> None:
    _rule(amazon, publish_ms=60_000)
    connector = amazon.connector()
    batch = connector.write_listings([_draft()]).batch_external_id

    before = connector.fetch_batch(batch)
    amazon.server.pull("POST", f"/amazon/{amazon.account}/publish", {"sku": _KEY})
    after = connector.fetch_batch(batch)

    assert (before.is_final, [one.state for one in before.items]) == (False, [ItemState.PENDING])
    assert (after.is_final, [one.state for one in after.items]) == (True, [ItemState.ACCEPTED])


def test_error_found_after_acceptance_is_told(amazon: AmazonStage) -> None:
    connector = amazon.connector()
    batch = connector.write_listings([_draft()]).batch_external_id
    issue = {"code": "18027", "message": "Görsel yok.", "severity": "ERROR", "categories": []}
    amazon.server.pull("POST", f"/amazon/{amazon.account}/issues", {"sku": _KEY, "issues": [issue]})

    answer = connector.fetch_batch(batch)

    assert [(one.state, one.message) for one in answer.items] == [(ItemState.REJECTED, "Görsel yok.")]


def test_family_without_a_theme_of_these_attributes_is_refused(amazon: AmazonStage) -> None:
    draft = _draft(options={"Beden": "M"})

    pushed = amazon.connector().write_listings([draft])

    assert [(one.state, one.code) for one in pushed.items] == [(ItemState.REJECTED, "amazon.theme_unknown")]


def test_listing_in_another_currency_is_refused_unsent(amazon: AmazonStage) -> None:
    pushed = amazon.connector().write_listings([_draft(currency="EUR")])

    assert [(one.state, one.code) for one in pushed.items] == [(ItemState.REJECTED, "amazon.currency")]


def test_signed_addresses_get_no_token_and_are_in_no_record(amazon: AmazonStage) -> None:
    keys = [f"86911111{number:05}" for number in range(12)]
    amazon.seed([Article(key) for key in keys])
    records: list[TrafficRecord] = []
    connector = amazon.connector(Wire(recorder=records.append))

    answer = connector.fetch_batch(connector.push_stock([_stock(key) for key in keys]).batch_external_id)

    assert answer.is_final
    stored = [one.url for one in records if "/storage/" in one.url]
    assert len(stored) == 2
    assert [url for url in stored if "Signature=amzn1" in url] == []


def test_upload_that_fails_has_changed_nothing_and_is_tried_again(amazon: AmazonStage) -> None:
    keys = [f"86911111{number:05}" for number in range(12)]
    amazon.seed([Article(key) for key in keys])
    amazon.fault("503", path="/storage/*", method="PUT", times=1)
    connector = amazon.unhurried()

    answer = connector.fetch_batch(connector.push_stock([_stock(key) for key in keys]).batch_external_id)

    assert (answer.items, amazon.shelf(keys[0])["quantity"]) == ((), 9)


def test_feed_whose_answer_is_lost_may_have_been_made(amazon: AmazonStage) -> None:
    keys = [f"86911111{number:05}" for number in range(12)]
    amazon.seed([Article(key) for key in keys])
    amazon.fault("lost_answer", path="*/feeds/2021-06-30/feeds", method="POST", times=1)

    with pytest.raises(Unavailable) as raised:
        amazon.connector().push_stock([_stock(key) for key in keys])

    assert raised.value.maybe_done
    assert amazon.shelf(keys[0])["quantity"] == 9


def test_consent_gives_a_code_that_becomes_the_refresh_token_once(amazon: AmazonStage) -> None:
    asked = {"application_id": amazon.application_id, "state": "s-1", "redirect_uri": _BACK}
    page = amazon.server.http.get(
        f"{amazon.server.address}/amazon/sellercentral/apps/authorize/consent", params=asked
    )
    yes = page.text.split('class="spapi-confirm" href="')[1].split('"')[0].replace("&amp;", "&")

    back = urlsplit(amazon.server.http.get(yes).headers["location"])

    told = {name: values[0] for name, values in parse_qs(back.query).items()}
    code = told.pop("spapi_oauth_code")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": _BACK}
    given, again = _exchanged(amazon, form), _exchanged(amazon, form)
    assert told == {"state": "s-1", "selling_partner_id": amazon.account}
    assert (given.status_code, given.json()["refresh_token"]) == (200, amazon.credentials["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def _exchanged(amazon: AmazonStage, form: dict[str, str]) -> httpx.Response:
    names = ("client_id", "client_secret")
    client = {name: amazon.credentials[name] for name in names}
    return amazon.server.http.post(
        f"{amazon.server.address}/amazon/lwa/auth/o2/token", data={**form, **client}
    )

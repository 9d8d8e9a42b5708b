"""How listings stand among the offers of others: place, prices to the kurus, and what nobody else sells."""

from decimal import Decimal

import pytest

from prapazar.connector_kit.records import BuyBoxRecord, ListingRecord
from tests.factories.stages import Article, Stage

_KEY, _OTHER = "8690000000017", "8690000000024"


def _ids(stage: Stage) -> dict[str, str]:
    """The channel's ids by the key of the article."""
    found = [one for page in stage.connector().fetch_listings() for one in page]
    return {str(one.sku): one.external_id for one in found if isinstance(one, ListingRecord)}


@pytest.mark.needs("read_buyboxes", "read_listings")
@pytest.mark.proves("money_exact")
def test_place_and_prices_are_those_of_the_channel(stage: Stage) -> None:
    stage.seed([Article(_KEY, price=Decimal("129.90")), Article(_OTHER, price=Decimal("50.05"))])
    stage.rivals(_KEY, "119.85", "140.00")
    stage.rivals(_OTHER)
    ids = _ids(stage)

    found = stage.connector().fetch_buyboxes([ids[_KEY], ids[_OTHER]])

    assert {one.external_id: one for one in found} == {
        ids[_KEY]: BuyBoxRecord(ids[_KEY], 2, Decimal("119.85"), Decimal("129.90"), has_rivals=True),
        ids[_OTHER]: BuyBoxRecord(ids[_OTHER], 1, Decimal("50.05"), Decimal("50.05"), has_rivals=False),
    }


@pytest.mark.needs("read_buyboxes", "read_listings")
def test_box_is_won_when_the_rival_asks_more(stage: Stage) -> None:
    stage.seed([Article(_KEY, price=Decimal("100.00"))])
    stage.rivals(_KEY, "99.99")
    [own] = _ids(stage).values()

    before = stage.connector().fetch_buyboxes([own])
    stage.rivals(_KEY, "100.01")
    after = stage.connector().fetch_buyboxes([own])

    assert ([one.rank for one in before], [one.rank for one in after]) == ([2], [1])


@pytest.mark.needs("read_buyboxes", "read_listings")
def test_what_is_not_on_sale_is_left_out(stage: Stage) -> None:
    stage.seed([Article(_KEY, quantity=0)])

    assert stage.connector().fetch_buyboxes([*_ids(stage).values(), stage.unknown_id]) == []

"""What every connector reads of categories and attributes, and how it lists new articles and changes old ones."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeChoice, AttributeRecord, ListingDraft
from prapazar.connector_kit.contract import ReadsAttributes
from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.records import ItemResult, ItemState, ListingRecord
from tests.factories.answers import results, states
from tests.factories.stages import Article, Stage

_KEYS = ("8690000000017", "8690000000024")
_TITLE = "Çiçekli Şal, İğne Oyalı ğüşöç"
_TEXT = "İğne oyası, %100 pamuk"


def _told(stage: Stage) -> str:
    """The description as the channel shows it."""
    return _TEXT if stage.plain_text else f"<p>{_TEXT}</p>"


def _choice(attribute: AttributeRecord, number: int = 0) -> AttributeChoice:
    if attribute.values:
        return AttributeChoice(attribute.external_id, attribute.values[number].external_id)
    return AttributeChoice(attribute.external_id, text="Deneme")


def _draft(stage: Stage, connector: Any, key: str, **changes: Any) -> ListingDraft:  # noqa: ANN401 - any connector, any field
    category = stage.category()
    asked = connector.fetch_attributes(category) if isinstance(connector, ReadsAttributes) else []
    brand, brand_id = stage.brand
    draft = ListingDraft(
        sku=key,
        barcode=key,
        group=f"OYA-{key}",
        title=_TITLE,
        description=f"<p>{_TEXT}</p>",
        brand=brand,
        brand_external_id=brand_id,
        category_external_id=category,
        vat_rate=Decimal(10),
        price=Decimal("129.95"),
        list_price=Decimal("149.90"),
        currency=stage.currency,
        quantity=7,
        images=stage.images,
        attributes=tuple(_choice(one) for one in asked if one.is_required),
        desi=Decimal(2),
    )
    return dataclasses.replace(draft, **changes)


def _listings(stage: Stage) -> dict[str | None, ListingRecord]:
    found = [one for page in stage.unhurried().fetch_listings() for one in page]
    return {one.sku: one for one in found if isinstance(one, ListingRecord)}


@pytest.mark.needs("read_categories")
def test_every_category_hangs_on_one_that_is_there(stage: Stage) -> None:
    stage.category()

    found = stage.unhurried().fetch_categories()

    numbers = {one.external_id for one in found}
    assert len(numbers) == len(found) > 0
    assert [one for one in found if one.parent_external_id and one.parent_external_id not in numbers] == []


@pytest.mark.needs("read_categories")
def test_place_of_a_draft_is_among_the_leaves(stage: Stage) -> None:
    place = stage.category()

    [found] = [one for one in stage.unhurried().fetch_categories() if one.external_id == place]

    assert found.is_leaf


@pytest.mark.needs("read_attributes")
def test_attributes_are_read_with_flags_and_values(stage: Stage) -> None:
    category, expected = stage.category(), stage.attribute()

    found = stage.unhurried().fetch_attributes(category)

    assert [one for one in found if one.external_id == expected.external_id] == [expected]
    assert len({one.external_id for one in found}) == len(found)


@pytest.mark.needs("read_attributes")
def test_attributes_of_an_unknown_category_are_refused(stage: Stage) -> None:
    with pytest.raises(Rejected):
        stage.unhurried().fetch_attributes(stage.unknown_category)


@pytest.mark.needs("write_listings", "read_listings")
def test_new_listing_stands_as_it_was_written(stage: Stage) -> None:
    connector = stage.unhurried()
    draft = _draft(stage, connector, _KEYS[0])

    answers = states(connector, connector.write_listings([draft]), [draft])
    stage.approve(draft.sku)

    found = _listings(stage)[draft.sku]
    assert answers == {draft.sku: ItemState.ACCEPTED}
    barcode = draft.barcode if stage.tells_barcode else None
    assert (found.parent_title, found.barcode, found.is_active) == (_TITLE, barcode, True)
    list_price = draft.list_price if stage.has_list_price else None
    assert (found.price, found.list_price, found.currency) == (draft.price, list_price, stage.currency)
    assert (found.quantity, found.vat_rate) == (7, draft.vat_rate if stage.tells_vat else None)
    brand = draft.brand if stage.tells_brand else None
    assert (found.images, found.brand, found.description) == (stage.images, brand, _told(stage))


@pytest.mark.needs("write_listings", "read_listings", "read_attributes")
def test_variants_of_one_group_stand_as_one_product(stage: Stage) -> None:
    connector, attribute = stage.unhurried(), stage.attribute()
    others = _draft(stage, connector, _KEYS[0]).attributes
    drafts = [
        _draft(
            stage,
            connector,
            key,
            group="OYA-1",
            options={attribute.name: attribute.values[number].name},
            attributes=(
                *(one for one in others if one.external_id != attribute.external_id),
                _choice(attribute, number),
            ),
        )
        for number, key in enumerate(_KEYS)
    ]

    answers = states(connector, connector.write_listings(drafts), drafts)
    for key in _KEYS:
        stage.approve(key)

    found = _listings(stage)
    assert answers == dict.fromkeys(_KEYS, ItemState.ACCEPTED)
    assert [found[key].parent_title for key in _KEYS] == [_TITLE, _TITLE]
    assert len({found[key].external_parent_id for key in _KEYS}) == 1
    assert [found[key].options[attribute.name] for key in _KEYS] == [one.name for one in attribute.values[:2]]


@pytest.mark.needs("write_listings", "read_listings")
def test_draft_the_channel_refuses_is_refused_alone(stage: Stage) -> None:
    connector = stage.unhurried()
    good = _draft(stage, connector, _KEYS[0])
    bad = _draft(stage, connector, _KEYS[1], **stage.refused)

    pushed = connector.write_listings([bad, good])
    answered = {one.external_id: one for one in results(connector, pushed)}
    stage.approve(good.sku)

    assert states(connector, pushed, [bad, good]) == {
        good.sku: ItemState.ACCEPTED,
        bad.sku: ItemState.REJECTED,
    }
    assert answered[bad.sku].code
    assert answered[bad.sku].message
    assert list(_listings(stage)) == [good.sku]


@pytest.mark.needs("write_listings", "read_listings")
def test_changed_content_leaves_stock_and_price_alone(stage: Stage) -> None:
    stage.seed([Article(_KEYS[0], "Şal", Decimal("1299.05"), 7)])
    before = _listings(stage)[_KEYS[0]]
    connector = stage.unhurried()
    draft = _draft(
        stage,
        connector,
        _KEYS[0],
        price=Decimal("1.00"),
        list_price=Decimal("2.00"),
        quantity=999,
        external_id=before.external_id,
        external_parent_id=before.external_parent_id,
    )

    answers = states(connector, connector.write_listings([draft]), [draft])

    after, shelf = _listings(stage)[_KEYS[0]], stage.shelf(_KEYS[0])
    card = (_TITLE, stage.images) if stage.changes_title else (before.parent_title, before.images)
    if stage.changes_content:
        assert answers == {before.external_id: ItemState.ACCEPTED}
        assert (after.external_id, after.description) == (before.external_id, _told(stage))
        assert (after.parent_title, after.images) == card
    else:
        assert answers == {before.external_id: ItemState.REJECTED}
        assert after == before
    assert (after.price, after.quantity) == (Decimal("1299.05"), 7)
    assert (Decimal(shelf["price"]), shelf["quantity"]) == (Decimal("1299.05"), 7)


@pytest.mark.needs("write_listings", "read_listings")
def test_content_whose_answer_is_lost_may_have_arrived(stage: Stage) -> None:
    connector = stage.unhurried()
    draft = _draft(stage, connector, _KEYS[0])
    stage.lose_content()

    with pytest.raises(Unavailable) as raised:
        connector.write_listings([draft])

    stage.approve(draft.sku)
    assert raised.value.maybe_done
    assert list(_listings(stage)) == [draft.sku]


@pytest.mark.needs("write_listings", "read_listings")
def test_listing_written_twice_stands_once(stage: Stage) -> None:
    connector = stage.unhurried()
    draft = _draft(stage, connector, _KEYS[0])
    connector.write_listings([draft])

    answers = states(connector, connector.write_listings([draft]), [draft])

    stage.approve(draft.sku)
    found = [one for page in stage.unhurried().fetch_listings() for one in page]
    assert list(answers) == [draft.sku]
    assert [one.sku for one in found] == [draft.sku]


@pytest.mark.parametrize(
    "operation",
    [
        pytest.param(
            lambda c, _: c.fetch_categories(), marks=pytest.mark.needs("read_categories"), id="categories"
        ),
        pytest.param(
            lambda c, place: c.fetch_attributes(place),
            marks=pytest.mark.needs("read_attributes"),
            id="attributes",
        ),
    ],
)
def test_outage_is_unavailable_for_content(stage: Stage, operation: Callable[[Any, str], object]) -> None:
    place = stage.category()
    stage.fault("503")

    with pytest.raises(Unavailable):
        operation(stage.unhurried(), place)


@pytest.mark.needs("delete_listings", "read_listings")
def test_deleted_listing_is_gone_and_the_others_stay(stage: Stage) -> None:
    stage.seed([Article(one) for one in _KEYS])
    connector, before = stage.unhurried(), _listings(stage)
    gone = before[_KEYS[0]].external_id

    answers = [results(connector, connector.delete_listings([gone])) for _ in range(2)]

    assert answers == [[ItemResult(gone, ItemState.ACCEPTED)]] * 2
    assert set(_listings(stage)) == set(before) - {_KEYS[0]}

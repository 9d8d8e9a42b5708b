"""The inspector: what was accepted, what was refused and why, and a delivery made again."""

from dataclasses import replace

from sqlalchemy import text

from prapazar.domain.channels.deliveries import actions, queries
from prapazar.domain.channels.deliveries.queries import DeliveryRow
from prapazar.flows import channels, deliveries, orders
from prapazar.flows.webhooks import WebhookRefused
from prapazar.foundation import db
from prapazar.states.deliveries import address_shown
from tests.factories.market import KEYS, Letter, Market, attempt

KEY, *_ = KEYS


def _listed(market: Market, view: str = "all", words: str = "") -> list[DeliveryRow]:
    with db.transaction(market.scope) as session:
        return queries.deliveries(session, market.scope, view=view, words=words)


def _sale(market: Market) -> tuple[str, Letter]:
    number = market.seller.sell((KEY, 2))
    [letter] = market.letters(market.seller)
    return number, letter


def _refused(letter: Letter) -> str:
    try:
        letter.hand_in()
    except WebhookRefused:
        return "refused"
    return "accepted"


def test_delivery_names_the_order_it_brought(market: Market) -> None:
    number, letter = _sale(market)
    letter.hand_in()
    [waits] = _listed(market, "waiting")
    orders.take_in(market.seller.connection_id)
    letter.hand_in()

    [row] = _listed(market)

    assert (waits.done_at, waits.orders) == (None, ())
    assert (row.refusal, row.error, row.repeats, row.found) == ("", None, 1, (number,))
    assert [order for _, order in row.orders] == [market.value("SELECT number FROM purchase_order")]
    assert [_listed(market, words=word) != [] for word in (number, "nothing-like-it")] == [True, False]


def test_delivery_made_again_changes_no_book(market: Market) -> None:
    _, letter = _sale(market)
    letter.hand_in()
    orders.take_in(market.seller.connection_id)
    before = (market.packages(), market.balance(KEY))
    [row] = _listed(market)

    with db.transaction(market.scope) as session:
        actions.deliver_again(session, market.scope, row.id)
    waiting = len(_listed(market, "waiting"))
    market.make_due()
    market.settle()

    [after] = _listed(market, "done")
    assert waiting == 1
    assert (market.packages(), market.balance(KEY)) == before
    assert (after.id, after.attempts, after.orders) == (row.id, 1, row.orders)


def test_forged_deliveries_are_one_bounded_row(market: Market) -> None:
    _, letter = _sale(market)
    wrong = {"x-api-key": "guessed", "authorization": "Basic Z3Vlc3M="}
    forged = replace(
        letter, headers={**letter.headers, **wrong}, body=b'{"email": "a@b.example"}' + b"x" * 9_000
    )

    answers = [_refused(forged) for _ in range(deliveries.REFUSALS_A_MINUTE + 5)]
    [row] = _listed(market, "refused")
    held = deliveries.content(market.scope, row.id)

    assert set(answers) == {"refused"}
    assert (row.refusal, row.repeats) == ("deliveries.bad_signature", deliveries.REFUSALS_A_MINUTE)
    assert held is not None
    assert len(held.body) <= actions.LONGEST_BODY
    assert "a@b.example" not in held.body
    assert "guessed" not in held.headers
    assert "Z3Vlc3M" not in held.headers


def test_stray_deliveries_are_counted_alone(market: Market) -> None:
    _, letter = _sale(market)

    answers = [_refused(replace(letter, key="nobody")) for _ in range(3)]

    assert (answers, deliveries.strays_day()) == (["refused"] * 3, 3)
    assert _listed(market) == []


def test_content_is_shown_without_persons(market: Market) -> None:
    _, letter = _sale(market)
    letter.hand_in()
    [row] = _listed(market)

    held = deliveries.content(market.scope, row.id)

    assert held is not None
    assert "Iğdırlıoğlu" in letter.body.decode()
    assert "Iğdırlıoğlu" not in held.body


def test_address_is_registered_again_in_place_of_the_old(market: Market) -> None:
    shop = market.seller
    before = market.value("SELECT webhook_external_id FROM connection WHERE id = :id", id=shop.connection_id)
    with db.transaction(market.scope) as session:
        actions.ask_to_register(session, market.scope, shop.connection_id)
    asked = {one.row.id: one.row.is_asked for one in deliveries.addresses(market.scope)}

    attempt(lambda: channels.set_up(shop.connection_id))

    [now_told] = [one for one in deliveries.addresses(market.scope) if one.row.id == shop.connection_id]
    assert (asked[shop.connection_id], asked[market.web.connection_id]) == (True, False)
    assert now_told.row.external_id not in {None, before}
    assert (now_told.is_able, now_told.row.is_asked, now_told.row.error) == (True, False, None)
    _, letter = _sale(market)
    assert letter.hand_in()


def test_address_that_was_registered_by_hand_is_known_by_what_comes(market: Market) -> None:
    shop = market.seller
    with db.transaction(market.scope) as session:
        session.execute(
            text("UPDATE connection SET webhook_external_id = NULL, webhook_error = :error WHERE id = :id"),
            {"error": "hepsiburada.webhook_by_mail", "id": shop.connection_id},
        )
    silent = _told(market)

    _, letter = _sale(market)
    letter.hand_in()

    assert (silent["state"], silent["tone"], silent["error"] != "") == ("Not registered", "wait", True)
    heard = _told(market)
    assert (heard["state"], heard["tone"], heard["error"]) == ("Deliveries arrive", "good", "")


def _told(market: Market) -> dict[str, str]:
    found = deliveries.addresses(market.scope)
    [one] = [one for one in found if one.row.id == market.seller.connection_id]
    return address_shown(one, "en", may_see=True)


def test_another_merchants_deliveries_are_not_shown(market: Market, other_scope: object) -> None:
    _, letter = _sale(market)
    letter.hand_in()
    [row] = _listed(market)

    with db.transaction(other_scope) as session:  # type: ignore[arg-type]  # a scope
        found = queries.deliveries(session, other_scope)  # type: ignore[arg-type]  # as above
        assert session.execute(text("SELECT count(*) FROM webhook_refusal")).scalar_one() == 0
    assert (found, deliveries.content(other_scope, row.id)) == ([], None)  # type: ignore[arg-type]  # as above

"""Questions and claims appear where a marketplace would show them."""

from prapazar.sandbox import trendyol
from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.player import seeding, stocking, voices
from prapazar.sandbox.player.dice import dice
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.trendyol import claim_book


def test_seed_leaves_questions_and_claims_waiting() -> None:
    sandbox = Sandbox(None)

    seeding.seed(sandbox, "http://127.0.0.1:8124", orders=300)

    seller = sandbox.trendyol.seller(stocking.SELLER)
    statuses = {
        item["claimItemStatus"]["name"] for one in seller.claims.values() for item in claim_book.items_of(one)
    }
    assert {question["status"] for question in seller.questions.values()} == {"WAITING_FOR_ANSWER"}
    assert (len(seller.questions), len(seller.claims)) == (6, 5)
    assert statuses == {"Created", "WaitingInAction"}


def test_claim_takes_one_delivered_order_once() -> None:
    sandbox = Sandbox(None)
    trendyol.open_account(sandbox.trendyol, stocking.SELLER)
    trendyol.seed_product(sandbox.trendyol, stocking.SELLER, {"barcode": "8690000000012", "quantity": 9})
    lines = [BasketLine("8690000000012", 2)]
    buyer = Buyer("Ayşe", "Yılmaz")
    trendyol.place_order(sandbox.trendyol, stocking.SELLER, lines, buyer, status="Shipped")
    delivered = trendyol.place_order(sandbox.trendyol, stocking.SELLER, lines, buyer, status="Delivered")

    voices.claim(sandbox, dice("one"))
    voices.claim(sandbox, dice("two"))

    claims = sandbox.trendyol.seller(stocking.SELLER).claims.values()
    assert [claim["orderNumber"] for claim in claims] == [delivered.order_number]


def test_ask_is_silent_about_articles_that_left_the_shop() -> None:
    sandbox = Sandbox(None)
    trendyol.open_account(sandbox.trendyol, stocking.SELLER)

    voices.ask(sandbox, dice("one"))

    assert sandbox.trendyol.seller(stocking.SELLER).questions == {}

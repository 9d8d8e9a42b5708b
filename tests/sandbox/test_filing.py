"""The filing cabinet of pretend providers: what it keeps, hands out and finds again after a kill."""

from decimal import Decimal
from pathlib import Path

import pytest

from prapazar.sandbox import ground
from prapazar.sandbox.filing import Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.provider import ControlError

_PROFILE = {"name": "Çarşı", "key": "anahtar"}


def _opened(laid: Ground) -> Filing:
    return Filing(laid, "shop", ["product", "order"])


def test_documents_are_found_again_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite"
    first = ground.lay(path)
    files = _opened(first)
    account = files.open("1001", _PROFILE)
    files.put(account, "product", "a", {"title": "Şal", "price": Decimal("129.90")})
    files.put(account, "product", "b", {"title": "Çay"})
    files.drop(account, "product", "b")
    number = files.next_number("order", 500)
    first.store.flush()  # what a kill leaves behind

    again = _opened(ground.lay(path))

    found = again.account("1001")
    assert (found.profile, found["product"]) == (_PROFILE, {"a": {"title": "Şal", "price": Decimal("129.9")}})
    assert (number, again.next_number("order", 500)) == (500, 501)


def test_kinds_of_other_providers_are_not_mixed_in(tmp_path: Path) -> None:
    laid = ground.lay(tmp_path / "sandbox.sqlite")
    files, other = _opened(laid), Filing(laid, "mall", ["product"])
    files.put(files.open("1", _PROFILE), "product", "a", {"title": "Şal"})
    other.open("1", {"name": "Başka"})
    laid.store.flush()

    assert Filing(laid, "mall", ["product"]).account("1")["product"] == {}


def test_shown_stock_is_a_history() -> None:
    files = _opened(ground.lay(None))
    account = files.open("1", _PROFILE)

    for quantity, cause in ((7, "seed"), (6, "order 500")):
        files.show(account, "a", quantity, Decimal("9.90"), Decimal("12.50"), cause)

    told = [
        (row["quantity"], row["price"], row["list_price"], row["cause"])
        for row in files.history(account, "a")
    ]
    assert told == [(7, "9.90", "12.50", "seed"), (6, "9.90", "12.50", "order 500")]


def test_account_nobody_opened_is_told() -> None:
    with pytest.raises(ControlError) as raised:
        _opened(ground.lay(None)).account("7")

    assert raised.value.status == 404

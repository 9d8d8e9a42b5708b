"""What the store keeps, and when."""

from decimal import Decimal
from pathlib import Path

from prapazar.sandbox.store import Document, Shown, Store

_SHOWN = Shown("trendyol/1", "869", 3, Decimal("9.90"), Decimal("10.00"), 1_000, "api")


def test_flushed_writes_are_there_for_the_next_store(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "store.sqlite"
    first = Store(path)
    first.put("order", "1", "a", {"total": Decimal("1.50")})
    first.put("order", "1", "b", {"total": 2})
    first.record(_SHOWN)
    first.record(_SHOWN._replace(quantity=2))
    first.flush()
    first.drop("order", "1", "b")
    first.flush()
    first.put("order", "1", "c", {"never": "flushed"})

    second = Store(path)

    assert list(second.documents("order")) == [Document("1", "a", '{"total":1.5}')]
    assert list(second.latest_shown()) == [_SHOWN._replace(quantity=2)]
    assert second.history("trendyol/1", "869") == [_SHOWN, _SHOWN._replace(quantity=2)]


def test_numbers_are_counted_on(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = Store(path)
    taken = [first.next_number("order", 10), first.next_number("order", 10), first.next_number("package", 1)]
    first.flush()

    assert (taken, Store(path).next_number("order", 10)) == ([10, 11, 1], 12)


def test_everything_is_forgotten_on_request() -> None:
    store = Store(None)
    store.put("order", "1", "a", {})
    store.record(_SHOWN)
    store.flush()

    store.forget_all()

    assert (list(store.documents("order")), store.history("trendyol/1", "869")) == ([], [])

"""The levers that are alike wherever a provider keeps its documents in a filing cabinet."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError


class Memory(Protocol):
    """What such a provider remembers."""

    ground: Ground
    rules: Any
    files: Filing


M = TypeVar("M", bound=Memory)
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Shelved(Generic[A]):
    """One article as the shelf shows it; `article` is what the provider's own code knows it by."""

    article: A
    quantity: int | None
    price: Decimal | None
    """What a buyer pays."""
    list_price: Decimal | None
    is_on_sale: bool = True
    more: Json = field(default_factory=dict)
    """What the lever tells beside this, or instead."""


Sold = list[tuple[A, int, Decimal]]
"""Articles, how many of each, and the price of a unit."""


class FilingDesk(ABC, Generic[M, A]):
    """A provider's own desk says what its shelf shows, how it writes an order, and what else can happen."""

    first_account: ClassVar[int] = 1
    article_kind: ClassVar[str] = "product"
    """The drawer its articles are filed in, by their keys."""
    order_key: ClassVar[str] = "id"
    """The field of an order that holds the number it is filed under."""
    no_orders: ClassVar[str] = ""
    """Why nobody can buy here, if nobody can."""

    def __init__(self, mall: M) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    @abstractmethod
    def open_account(self, request: Json) -> Json: ...

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        found = self._files.account(account)
        for article in articles:
            self._put_up(found, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        shown = self._shelved(found, key)
        if shown is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": shown.quantity,
            "price": None if shown.price is None else str(shown.price),
            "list_price": None if shown.list_price is None else str(shown.list_price),
            "history": self._files.history(found, key),
            **shown.more,
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)
        shelf = ((key, self._shelved(found, key)) for key in self._keys(found))
        return {key: shown.quantity for key, shown in shelf if shown is not None}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        if self.no_orders:
            raise ControlError(400, self.no_orders)
        found = self._files.account(account)
        sold = self._chosen(found, basket)
        order = self._write(found, sold, buyer, self._moment_ms(at))
        self._hand_over(found, order, sold)
        number = str(order[self.order_key])
        if status is not None:
            self._move(found, number, status)
        self._tell(found, number)
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        self._move(self._files.account(account), order, status)
        return self.order(account, order)

    @abstractmethod
    def deed(self, account: str, deed: str, request: Json) -> Json: ...

    @abstractmethod
    def _put_up(self, account: Account, article: Json) -> None:
        """A seller puts an article on the shelf."""

    @abstractmethod
    def _shelved(self, account: Account, key: str) -> Shelved[A] | None: ...

    def _write(self, account: Account, sold: Sold[A], buyer: Buyer, at_ms: int) -> Json:
        """A new order."""
        raise NotImplementedError

    def _take(self, account: Account, article: A, units: int, cause: str) -> None:
        """Units leave the shelf."""
        raise NotImplementedError

    def _move(self, account: Account, number: str, status: str) -> object:
        """Buyer, carrier or channel moves an order."""
        raise NotImplementedError

    def _keys(self, account: Account) -> Iterable[str]:
        return account[self.article_kind]

    def _hand_over(self, account: Account, order: Json, sold: Sold[A]) -> None:
        """The shelf shows what is left."""
        for article, units, _ in sold:
            self._take(account, article, units, f"order {order[self.order_key]}")

    def _chosen(self, account: Account, basket: Sequence[BasketLine]) -> Sold[A]:
        """What lies in the basket, once the shelf has been seen to hold it."""
        shelf: dict[str, Shelved[A]] = {}
        for key, wanted in units_by_key(basket).items():
            shown = self._shelved(account, key)
            if shown is None or not shown.is_on_sale:
                raise NotOnSale(key)
            shelf[key] = shown
            self._check(account, key, shown, wanted)
        sold = ((shelf[one.key], one) for one in basket)
        return [
            (
                shown.article,
                one.quantity,
                shown.price or Decimal(0) if one.unit_price is None else one.unit_price,
            )
            for shown, one in sold
        ]

    def _check(self, account: Account, key: str, shown: Shelved[A], wanted: int) -> None:  # noqa: ARG002 - for those that sell sets
        """Refuses more than the shelf shows."""
        if (shown.quantity or 0) < wanted:
            raise SoldOut(key, wanted, shown.quantity or 0)

    def _moment_ms(self, at: datetime | None) -> int:
        return self._mall.ground.now_ms() if at is None else epoch_ms(at)

    def _tell(self, account: Account, number: str) -> None:
        """The order stands: it is kept, and whoever counts sales hears of it."""
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(self._files.provider, account.number, number)

    def _number(self, given: object) -> str:
        """Of a new account: as asked for, or the next one."""
        usual = max((int(number) for number in self._files.accounts), default=self.first_account) + 1
        return str(given or usual)

    def _described(self, account: Account) -> Json:
        place = {"account": account.number, "path": f"/{self._files.provider}"}
        return {"provider": self._files.provider, **place, **account.profile}

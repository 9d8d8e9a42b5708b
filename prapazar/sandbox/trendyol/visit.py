"""One request of a known seller, with the ways its parameters and body are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Package, Seller

T = TypeVar("T")
MOST_ITEMS = 1000


@dataclass(slots=True)
class Visit:
    market: Market
    seller: Seller
    call: Call
    values: dict[str, str]
    """The open segments of the path."""

    @property
    def now_ms(self) -> int:
        return self.market.ground.now_ms()

    def body(self) -> Json:
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise bad_request("request.body.invalid", "JSON parse error.") from cause

    def items(self, name: str = "items", most: int = MOST_ITEMS) -> list[Json]:
        items = self.body().get(name)
        if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
            raise bad_request(f"{name}.empty", f"{name} alanı boş olamaz.")
        if len(items) > most:
            raise bad_request(f"{name}.size", f"{name} alanı en fazla {most} adet olabilir.")
        return items

    def integer(self, name: str, usual: int, most: int | None = None, least: int = 0) -> int:
        text = self.call.query.get(name, "")
        if text == "":
            return usual
        try:
            number = int(text)
        except ValueError as cause:
            raise bad_request(f"{name}.invalid", f"{name} must be a number.") from cause
        if number < least or (most is not None and number > most):
            raise bad_request(f"{name}.invalid", f"{name} must be between {least} and {most}.")
        return number

    def optional_integer(self, name: str) -> int | None:
        return self.integer(name, 0) if self.call.query.get(name) else None

    def flag(self, name: str) -> bool | None:
        text = self.call.query.get(name)
        return None if text is None or text == "" else text.lower() == "true"

    def choice(self, name: str, allowed: Sequence[str], usual: str) -> str:
        text = self.call.query.get(name) or usual
        if text not in allowed:
            raise bad_request(f"{name}.invalid", f"{name} must be one of {', '.join(allowed)}.")
        return text

    def path_number(self, name: str) -> int:
        try:
            return int(self.values[name])
        except ValueError as cause:
            raise bad_request(f"{name}.invalid", f"{name} must be a number.") from cause

    def package(self) -> Package:
        package = self.seller.packages.get(self.path_number("package"))
        if package is None:
            raise not_found("shipment.package.not.found", "Shipment package not found.")
        return package


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def page_of(rows: Sequence[T], page: int, size: int) -> Sequence[T]:
    return rows[page * size : (page + 1) * size]


def page_count(total: int, size: int) -> int:
    return -(-total // size)

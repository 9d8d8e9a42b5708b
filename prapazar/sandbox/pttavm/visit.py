"""One request of a known seller, and how it is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm.mall import Mall
from prapazar.sandbox.routing import RouteTable


class Refusal(Exception):
    """What the provider says no to."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status

    def reply(self) -> Reply:
        return json_reply({"success": False, "message": self.message}, self.status)


@dataclass(slots=True)
class Visit(AccountVisit[Mall]):
    def unreadable(self) -> Refusal:
        return Refusal("İstek okunamadı.")

    def items(self, most: int) -> list[Json]:
        found = self.body().get("items")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Refusal("İstek okunamadı.")
        if not found:
            raise Refusal("Boş ürün listesi gönderilemez.")
        if len(found) > most:
            raise Refusal(f"En fazla {most} ürün gönderilebilir.")
        return found


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]

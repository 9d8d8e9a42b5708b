"""One request of a known seller, and the envelope every answer comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.routing import RouteTable


class Refusal(Exception):
    """What the provider says no to; the envelope says it too."""

    def __init__(self, message: str, status: int = 400, code: str = "PZR400") -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code

    def reply(self) -> Reply:
        return envelope(None, message=self.message, code=self.code, status=self.status)


@dataclass(slots=True)
class Visit(AccountVisit[Mall]):
    def unreadable(self) -> Refusal:
        return Refusal("İstek okunamadı.")

    def items(self, name: str, most: int) -> list[Json]:
        found = self.objects(name)
        if not found:
            raise Refusal(f"{name} alanı boş olamaz.")
        if len(found) > most:
            raise Refusal(f"{name} alanı en fazla {most} adet olabilir.")
        return found

    def once_in(self, name: str, gap_ms: int) -> None:
        """One request in the gap, else 429."""
        if gap_ms and self.mall.ground.gate.enter(f"pazarama/{self.seller.number}", [(name, 1, gap_ms)]):
            raise Refusal("Çok sık istek gönderildi.", 429, "TooManyRequests")

    def query(self, name: str) -> str:
        """Names come in both cases."""
        found = {key.lower(): value for key, value in self.call.query.items()}
        return found.get(name.lower(), "")


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def envelope(data: object, *, message: str | None = None, code: str = "ORD0", status: int = 200) -> Reply:
    return json_reply(
        {
            "data": data,
            "success": message is None,
            "messageCode": code,
            "message": message,
            "userMessage": message,
            "fromCache": False,
        },
        status,
    )


def money(value: Decimal) -> Json:
    """Their object for an amount."""
    text = f"{value:.2f}".replace(".", ",")
    return {"currency": "TL", "value": value, "valueInt": int(value * 100), "valueString": f"{text} TL"}

"""One request of a known seller, the limits it meets, and the shape of answers and refusals."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.ciceksepeti.mall import PROVIDER, Mall
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.routing import RouteTable

NOT_FOUND = "Order not found!"
OTHER_MERCHANT = "Orders belong to different merchant!"
WRONG_STATUS = "Order not available for this status!"
WRONG_CONTRACT = "This branch's integration type is not supported this method"
BAD_KEY = "Geçersiz API Key"


class Refusal(Exception):
    def __init__(self, message: str, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.retry_after = retry_after

    def reply(self) -> Reply:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return json_reply({"Message": self.message}, self.status, headers)


@dataclass(slots=True)
class Visit(AccountVisit[Mall]):
    def unreadable(self) -> Refusal:
        return Refusal("İstek okunamadı.")

    def rows(self, name: str, most: int) -> list[Json]:
        found = self.objects(name)
        if not found:
            raise Refusal(f"{name} alanı zorunludur.")
        if len(found) > most:
            raise Refusal(f"{name} en fazla {most} adet olabilir.")
        return found

    def query(self, name: str) -> str:
        """Names come in both cases."""
        found = {key.lower(): value for key, value in self.call.query.items()}
        return found.get(name.lower(), "")

    def admit(self, name: str, gap_ms: int, repeat_ms: int = 0, *, allowed: int = 1) -> None:
        """So many requests in the gap, and an equal one only once in `repeat_ms`."""
        said = f"{self.call.path.lower()}?{self.call.query_text}".encode() + self.call.body
        windows = [(name, allowed, gap_ms)] if gap_ms else []
        if repeat_ms:
            windows.append((f"{name}/{hashlib.sha256(said).hexdigest()}", 1, repeat_ms))
        wait = self.mall.ground.gate.enter(f"{PROVIDER}/{self.seller.number}", windows)
        if wait > gap_ms:
            raise Refusal("Aynı istek tekrar gönderilemez.", self.mall.rules.repeat_status)
        if wait:
            raise Refusal("Çok sık istek gönderildi.", 429)

    def answer(self, content: Json) -> Reply:
        return json_reply(_capital(content) if self.mall.rules.pascal else content)


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def _capital(value: object) -> object:
    if isinstance(value, list):
        return [_capital(one) for one in value]
    if isinstance(value, dict):
        return {f"{key[:1].upper()}{key[1:]}": _capital(one) for key, one in value.items()}
    return value

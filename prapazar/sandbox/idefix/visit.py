"""One request of a known vendor: its page, its period, its body, and how it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.idefix.mall import Mall
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.routing import RouteTable

ISTANBUL = ZoneInfo("Europe/Istanbul")
_FORM = "%Y/%m/%d %H:%M:%S"
_USUAL_ROWS = 10


class Refusal(Exception):
    """What İdefix says no to, with its code."""

    def __init__(self, code: str, message: str = "", status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or code
        self.status = status

    def reply(self) -> Reply:
        return json_reply({"code": self.code, "message": self.message}, self.status)


@dataclass(slots=True)
class Visit(AccountVisit[Mall]):
    def unreadable(self) -> Refusal:
        return Refusal("DATA_PARSE_ERROR")

    def rows(self, name: str, most: int) -> list[Json]:
        found = self.objects(name)
        if not found:
            raise Refusal("DATA_PARSE_ERROR", f"{name} boş olamaz.")
        if len(found) > most:
            raise Refusal("DATA_PARSE_ERROR", f"{name} en fazla {most} adet olabilir.")
        return found

    def page(self) -> tuple[int, int]:
        """Number, from 1, and size."""
        number, size = int(self.call.query.get("page", 1)), int(self.call.query.get("limit", _USUAL_ROWS))
        if number < 1 or not 1 <= size <= self.mall.rules.most_rows:
            raise Refusal("VALIDATION_ERROR", "page ve limit geçersiz.")
        return number, size

    def moment_ms(self, name: str) -> int | None:
        """Istanbul's clock, in their form and no other."""
        told = self.call.query.get(name)
        if not told:
            return None
        try:
            return epoch_ms(datetime.strptime(told, _FORM).replace(tzinfo=ISTANBUL))
        except ValueError as cause:
            raise Refusal("VALIDATION_ERROR", f"{name} biçimi geçersiz.") from cause

    def in_period(self, created_ms: int, updated_ms: int) -> bool:
        """By `startDate` and `endDate` when it was made, by `lastUpdatedAt` when it changed."""
        start, end, changed = (self.moment_ms(one) for one in ("startDate", "endDate", "lastUpdatedAt"))
        created, updated = created_ms // 1000 * 1000, updated_ms // 1000 * 1000
        last = None if end is None else end - (0 if self.mall.rules.end_is_within else 1)
        return (
            (start is None or created >= start)
            and (last is None or created <= last)
            and (changed is None or self.mall.rules.last_updated == "ignored" or updated >= changed)
        )

    def paged(self, found: list[Json]) -> Reply:
        number, size = self.page()
        shown = found[(number - 1) * size : number * size]
        return json_reply(
            {
                "totalCount": len(found),
                "itemCount": len(shown),
                "pageCount": -(-len(found) // size),
                "currentPage": number,
                "limit": size,
                "items": shown,
            }
        )


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def iso(moment_ms: int) -> str:
    return from_ms(moment_ms).astimezone(ISTANBUL).isoformat(timespec="seconds")

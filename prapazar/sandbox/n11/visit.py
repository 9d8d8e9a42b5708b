"""One request of a known seller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11.answers import order_error, product_error
from prapazar.sandbox.n11.mall import Mall
from prapazar.sandbox.routing import RouteTable

T = TypeVar("T")


@dataclass(slots=True)
class Visit(AccountVisit[Mall]):
    def unreadable(self) -> Exception:
        if self.call.path.startswith("/rest"):
            return order_error(400, "invalidInput", "Geçersiz istek.")
        return product_error(400, "HttpMessageNotReadableException", "JSON okunamadı.")

    def integer(self, name: str, usual: int) -> int:
        text = self.call.query.get(name, "")
        try:
            return max(0, int(text)) if text else usual
        except ValueError as cause:
            raise order_error(400, "invalidInput", f"{name} sayı olmalı.") from cause


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def spring_page(rows: Sequence[object], page: int, size: int, total: int) -> Json:
    pages = -(-total // size)
    return {
        "content": list(rows),
        "pageable": {"pageNumber": page, "pageSize": size},
        "totalElements": total,
        "totalPages": pages,
        "number": page,
        "size": size,
        "numberOfElements": len(rows),
        "first": page == 0,
        "last": page + 1 >= pages,
        "empty": not rows,
        "sort": {"sorted": False},
    }


def slice_of(rows: Sequence[T], page: int, size: int) -> Sequence[T]:
    return rows[page * size : (page + 1) * size]

"""Lines of an order's timeline, in words."""

from typing import Any

import pytest

from prapazar.domain.orders.queries_one import EventRow
from prapazar.foundation.clock import now
from prapazar.states import order_rows


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (
            "supply_refused",
            {"warehouse": "Ege Toptan", "reason": "too_late", "package": "P1", "text": "Yarın"},
            ("Ege Toptan göndermiyor: Süresinde yetişmez", "Yarın", "bad"),
        ),
        (
            "supply_emptied",
            {"warehouse": "Ege Toptan", "skus": "CAY, BARDAK"},
            ("Ege Toptan stoku sıfırlandı: CAY, BARDAK", "", "wait"),
        ),
        (
            "passed_over",
            {"warehouse": "Ege Toptan", "sku": "CAY", "left": 0, "quantity": 2},
            ("Ege Toptan atlandı: CAY için 0 adet var, 2 gerekiyor", "", "wait"),
        ),
    ],
)
def test_line_of_a_supplier_says_who_and_why(
    kind: str, values: dict[str, Any], said: tuple[str, str, str]
) -> None:
    shown = order_rows.event(EventRow(1, now(), kind, values, None), "tr")

    assert (shown["title"], shown["detail"], shown["tone"]) == said

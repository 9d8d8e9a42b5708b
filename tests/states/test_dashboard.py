"""The chart of the day: which channels it tells apart, and what stands together in grey."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from prapazar.domain.reporting.dashboard import Attention, ChannelDay, Dashboard, Day, HourCell
from prapazar.states.dashboard import chart_hours, chart_series

_DAY = Day(date(2026, 11, 21), orders=0, revenue=Decimal(0), units=0, cancelled=0)


def _channel(connector: str, orders: int) -> ChannelDay:
    return ChannelDay(uuid4(), connector, connector, "active", None, orders, Decimal(0), 0)


def _found(*channels: ChannelDay, sold: dict[str, int]) -> Dashboard:
    hours = tuple(HourCell(9, connector, connector, orders) for connector, orders in sold.items())
    nothing = Attention(**dict.fromkeys(Attention.__dataclass_fields__, 0))
    return Dashboard(_DAY, replace(_DAY), (_DAY,), hours, (), channels, nothing)


def test_chart_names_the_merchants_channels_alone() -> None:
    found = _found(
        _channel("woocommerce", 1), _channel("trendyol", 3), sold={"trendyol": 3, "woocommerce": 1}
    )

    series = chart_series(found, "en")

    assert [(one["key"], one["label"], one["place"]) for one in series] == [
        ("trendyol", "Trendyol", "0"),
        ("woocommerce", "WooCommerce", "1"),
    ]


def test_what_sold_by_hand_or_least_stands_together() -> None:
    names = ("hepsiburada", "n11", "pazarama", "trendyol", "woocommerce")
    sold = {name: 10 - place for place, name in enumerate(names)} | {"manual": 2}
    found = _found(*(_channel(name, sold[name]) for name in names), sold=sold)

    series = chart_series(found, "tr")
    nine = chart_hours(found, [one["key"] for one in series])[9]

    assert [one["key"] for one in series] == ["hepsiburada", "n11", "pazarama", "trendyol", "rest"]
    assert (series[-1]["label"], nine["hepsiburada"], nine["rest"]) == ("Diğer", 10, 6 + 2)

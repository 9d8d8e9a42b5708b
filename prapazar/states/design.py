"""The sample rows the style page plays with."""

from typing import TypedDict

import reflex as rx

from prapazar.foundation import formats
from prapazar.states.policy import allow

_BUYERS = ("Ayşe Yıldırım", "Mehmet Öztürk", "Zeynep Çağlar", "Emre Şahin", "Elif Güneş", "İsmail Kılıç")
_STATUSES = ("new", "picking", "packed", "shipped", "delivered", "undelivered", "cancelled")
_TOTALS = ("₺1.234,50", "₺89,90", "₺12.480,00", "₺349,95", "₺0,99", "−₺129,00")


class SampleRow(TypedDict):
    id: str
    number: str
    buyer: str
    channel: str
    channel_name: str
    status: str
    items: str
    at: str
    at_full: str
    total: str


def _rows() -> list[SampleRow]:
    return [
        SampleRow(
            id=str(place),
            number=f"10{48213 - place * 37}",
            buyer=_BUYERS[place % len(_BUYERS)],
            channel=("trendyol", "woocommerce", "hepsiburada", "manual")[place % 4],
            channel_name=("Trendyol", "WooCommerce", "Hepsiburada", "Elle")[place % 4],
            status=_STATUSES[place % len(_STATUSES)],
            items=str(1 + place * 3 % 7),
            at=f"{14 - place // 4:02d}:{(59 - place * 7) % 60:02d}",
            at_full=f"21 Kasım 2026 Cumartesi {14 - place // 4:02d}:{(59 - place * 7) % 60:02d}",
            total=_TOTALS[place % len(_TOTALS)],
        )
        for place in range(14)
    ]


def _figures() -> list[dict[str, str]]:
    trends = ([3, 5, 4, 8, 9, 7, 12], [9, 8, 8, 6, 7, 5, 4], [2, 2, 3, 2, 4, 3, 3], [1, 0, 0, 2, 1, 0, 0])
    named = (
        ("Sipariş", "186", "+%12", "good"),
        ("Ciro", "₺48.912,40", "−%3", "bad"),
        ("Geciken kargo", "3", "", "neutral"),
        ("Stokta azalan", "24", "+4", "neutral"),
    )
    return [
        {
            "label": label, "value": value, "change": change, "tone": tone, "note": "düne göre" if change else "bugün",
            "points": formats.sparkline(trend), "href": "",
        }
        for (label, value, change, tone), trend in zip(named, trends, strict=True)
    ]  # fmt: skip


class DesignState(rx.State):
    rows: list[SampleRow] = _rows()
    none: list[SampleRow] = []
    figures: list[dict[str, str]] = _figures()
    chips: list[dict[str, str]] = [
        {"key": "status", "label": "Durum: Yeni"},
        {"key": "city", "label": "Şehir: İzmir"},
    ]
    hours: list[dict[str, str | int]] = [
        {"label": f"{hour:02d}", "trendyol": hour * 7 % 13, "woocommerce": hour * 5 % 6}
        for hour in range(8, 23)
    ]
    why: list[dict[str, str]] = [
        {"label": "Elde", "value": "12", "detail": "son sayım 19 Kas"},
        {"label": "Ayrılmış", "value": "−7", "detail": "5 sipariş"},
        {"label": "Güvenlik stoku", "value": "−2", "detail": ""},
    ]
    events: list[dict[str, str]] = [
        {"title": "Kargoya verildi", "detail": "Yurtiçi 7310 2244 118", "at": "14:05", "at_full": "21 Kasım 2026",
         "tone": "info", "who": "Selin"},
        {"title": "Stok ayrıldı", "detail": "3 kalem", "at": "11:52", "at_full": "21 Kasım 2026", "tone": "good",
         "who": ""},
        {"title": "Sipariş geldi", "detail": "", "at": "11:52", "at_full": "21 Kasım 2026", "tone": "neutral",
         "who": ""},
    ]  # fmt: skip
    merchants: list[dict[str, str]] = [
        {"id": "1", "name": "Ege Şarküteri", "current": "1"}, {"id": "2", "name": "Marmara Toptan", "current": ""},
    ]  # fmt: skip
    hits: list[dict[str, str]] = []
    selected: list[str] = []
    sort: str = "-at"
    view: str = "all"
    status: str = "new"
    query: str = ""
    typed: str = ""
    new_count: int = 3
    step: int = 1
    percent: int = 62
    unread: int = 4
    is_on: bool = True
    dialog_open: bool = False
    confirm_open: bool = False
    sheet_open: bool = False
    version: int = 0

    @rx.event
    @allow("*")
    def select(self, ids: list[str], checked: bool) -> None:
        self.selected = [one for one in self.selected if one not in ids] + (ids if checked else [])

    @rx.event
    @allow("*")
    def clear(self) -> None:
        self.selected = []

    @rx.event
    @allow("*")
    def sort_by(self, sort: str) -> None:
        self.sort = sort

    @rx.event
    @allow("*")
    def show_view(self, view: str) -> None:
        self.view = view

    @rx.event
    @allow("*")
    def search(self, query: str) -> None:
        self.query = query
        self.hits = [
            {"group": "Siparişler", "title": row["number"], "detail": row["buyer"], "href": "/_design"}
            for row in self.rows
            if query and query in row["number"]
        ][:5]

    @rx.event
    @allow("*")
    def open_layer(self, layer: str, is_open: bool) -> None:
        self.dialog_open = is_open and layer == "dialog"
        self.confirm_open = is_open and layer == "confirm"
        self.sheet_open = is_open and layer == "sheet"

    @rx.event
    @allow("*")
    def type_name(self, typed: str) -> None:
        self.typed = typed

    @rx.event
    @allow("*")
    def save(self, values: dict[str, str]) -> None:
        self.version += len(values) > 0

    @rx.event
    @allow("*")
    def ignore(self, _value: str) -> None:
        """Presses that show nothing here."""

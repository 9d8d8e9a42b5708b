"""Orders whose lines each have a status, told whole within a period and in Turkish time."""

import base64
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm.mall import Mall, Rules, shelved
from prapazar.sandbox.pttavm.visit import Refusal, Routes, Visit

ISTANBUL = ZoneInfo("Europe/Istanbul")
TO_SHIP, SENT, CANCELLED = "kargo_yapilmasi_bekleniyor", "gonderilmis", "iptal"
STATUSES = {
    TO_SHIP,
    SENT,
    CANCELLED,
    "havale_onayi_bekleniyor",
    "onay_surecinde",
    "tamamlandi",
    "odeme_gecersiz",
    "iade",
    "gondericisine_teslim_edildi",
}
_GONE = {CANCELLED, "odeme_gecersiz"}
_LONGEST = timedelta(days=40)
_FIRST_ORDER, _FIRST_LINE = 1_000_001, 1_266_416
routes = Routes()


@routes.route("GET", "/api/v1/orders/search")
def search(visit: Visit) -> Reply:
    """All of the period at once: there are no pages."""
    query = visit.call.query
    start, end = (moment(query.get(name, ""), name) for name in ("startDate", "endDate"))
    if query.get("isActiveOrders") not in {"true", "false"}:
        raise Refusal("isActiveOrders zorunludur.")
    found = within(visit.seller, start, end, only_active=query["isActiveOrders"] == "true")
    return json_reply([row for order in found for row in shown(visit.mall.rules, order)])


@routes.route("GET", "/api/v1/orders/{order}")
def detail(visit: Visit) -> Reply:
    """A list, of one order too."""
    order = visit.seller["order"].get(visit.values["order"])
    if order is None and visit.mall.rules.unknown_order == "404":
        raise Refusal("Sipariş bulunamadı.", 404)
    return json_reply(shown(visit.mall.rules, order) if order else [])


@routes.route("POST", "/api/v1/orders/{order}/invoice")
def invoice(visit: Visit) -> Reply:
    """A PDF, or where one lies, which wins."""
    order, request = visit.seller["order"].get(visit.values["order"]), visit.body()
    if order is None:
        raise Refusal("Sipariş bulunamadı.", 404)
    address, content = str(request.get("url") or ""), str(request.get("content") or "")
    if not address.startswith("https://") and not base64.b64decode(content).startswith(b"%PDF"):
        raise Refusal("Fatura dosyası veya adresi zorunludur.")
    wanted = set(request.get("lineItemId") or [])
    lines = [line for line in order["lines"] if line["lineItemId"] in wanted]
    if not lines or len(lines) < len(wanted):
        raise Refusal("Sipariş kalemi bulunamadı.")
    for line in lines:
        line.update(isInvoice=True, invoice=address or "file")
    visit.mall.files.put(visit.seller, "order", order["siparisNo"], order)
    return json_reply({"success": True, "error_Message": None})


def within(seller: Account, start: datetime, end: datetime, *, only_active: bool) -> list[Json]:
    """Placed in the period; the active ones are paid for and wait for their parcel."""
    if end < start:
        raise Refusal("Bitiş tarihi başlangıç tarihinden önce olamaz.")
    if end - start > _LONGEST:
        raise Refusal("Tarih aralığı en fazla 40 gün olabilir.")
    period = range(epoch_ms(start), epoch_ms(end) + 1)
    found = [order for order in seller["order"].values() if order["placedMs"] in period]
    if only_active:
        found = [one for one in found if any(line["siparisDurumu"] == TO_SHIP for line in one["lines"])]
    return found


def moment(given: str, name: str) -> datetime:
    """Turkish time, unless it brings its own zone."""
    try:
        read = datetime.fromisoformat(given)
    except ValueError as cause:
        raise Refusal(f"{name} geçersiz.") from cause
    return read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read


def new_order(
    mall: Mall, account: Account, sold: list[tuple[str, int, Decimal]], buyer: Buyer, at: int
) -> Json:
    """`sold` is barcode, units and the price of one."""
    day = from_ms(at).astimezone(ISTANBUL).strftime("%d%m%y")
    number = f"PTT-{mall.files.next_number('order', _FIRST_ORDER):X}-{day}"
    order: Json = {
        "siparisNo": number,
        "placedMs": at,
        "address": _address(buyer),
        "label": None,
        "lines": [_line(mall, account, *one) for one in sold],
    }
    mall.files.put(account, "order", number, order)
    return order


def move(mall: Mall, account: Account, number: str, status: str) -> Json:
    """The buyer, the carrier or the channel moves what is not finished."""
    if status not in STATUSES:
        raise ValueError(status)
    order = account["order"][number]
    for line in order["lines"]:
        if line["siparisDurumu"] in _GONE:
            continue
        line["siparisDurumu"] = status
        if status in _GONE:
            _put_back(mall, account, number, line)
    mall.files.put(account, "order", number, order)
    mall.ground.store.flush()
    return order


def _put_back(mall: Mall, account: Account, number: str, line: Json) -> None:
    found = shelved(account, line["key"])
    if found is not None:
        product, variant = found
        (variant or product)["miktar"] += line["toplamIslemAdedi"]
        mall.keep(account, product, f"back {number}")


def shown(rules: Rules, order: Json) -> list[Json]:
    lines = [_shown_line(rules, line) for line in order["lines"]]
    placed = from_ms(order["placedMs"])
    clock = placed if rules.order_clock == "zoned" else placed.astimezone(ISTANBUL)
    has_one = order["label"] and rules.barcode_field in {"kargoBarkod", "both"}
    has_many = order["label"] and rules.barcode_field in {"barcodes", "both"}
    head: Json = {
        "siparisNo": order["siparisNo"],
        "islemTarihi": clock.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if rules.order_clock == "zoned" else ""),
        **order["address"],
        "seriBarkod": True,
        "kargoBarkod": order["label"] if has_one else None,
        "barcodes": [{"barcode": order["label"], "type": "kargo"}] if has_many else [],
    }
    if not rules.split_lines:
        return [{**head, "urunAdi": None, "urunKodu": None, "siparisUrunler": lines}]
    return [
        {**head, "urunAdi": line["urun"], "urunKodu": stored["urunKodu"], "siparisUrunler": [line]}
        for line, stored in zip(lines, order["lines"], strict=True)
    ]


def _shown_line(rules: Rules, line: Json) -> Json:
    rest = {name: value for name, value in line.items() if name not in {"key", "urunKodu", "invoice"}}
    is_sent = rest["siparisDurumu"] == SENT
    return {**rest, "siparisDurumu": rules.sent_spelling} if is_sent else rest


def _line(mall: Mall, account: Account, key: str, quantity: int, price: Decimal) -> Json:
    found = shelved(account, key)
    assert found is not None  # the desk has looked  # noqa: S101
    product, variant = found
    net = (price * 100 / (100 + product["kdvOran"])).quantize(Decimal("0.01"))
    return {
        "key": key,
        "urunKodu": product["urunKodu"],
        "lineItemId": mall.files.next_number("line", _FIRST_LINE),
        "urunId": product["urunId"],
        "urun": product["urunAdi"],
        "urunBarkod": product["barkod"],
        "variantBarkod": "2737667,2737668" if variant else None,
        "siparisDurumu": TO_SHIP,
        "toplamIslemAdedi": quantity,
        "kdvOrani": product["kdvOran"],
        "kdvHaricTutar": net,
        "kdvHaricToplamTutar": net * quantity,
        "kdvDahilToplamTutar": price * quantity,
        "komisyon": 0,
        "indirimToplam": 0,
        "indirimPttavm": 0,
        "indirimTedarikci": 0,
        "couponAmount": 0,
        "kargoKimden": "Alıcı",
        "garantiVerenFirma": "",
        "siparisNotu": "",
        "isInvoice": False,
    }


def _address(buyer: Buyer) -> Json:
    return {
        "kargoTutari": 0,
        "musteriId": "880011",
        "musteriAdi": buyer.first_name,
        "musteriSoyadi": buyer.last_name,
        "eposta": buyer.email,
        "telefonNo": f"{buyer.phone[:3]}*****{buyer.phone[-2:]}",
        "tckn": "",
        "vergiDaire": "",
        "vergiNo": "",
        "siparisAdresi": f"{buyer.neighborhood} {buyer.address}",
        "ilKod": str(buyer.city_code),
        "ilceKod": "1",
        "siparisIli": buyer.city,
        "siparisIlce": buyer.district,
        "tedarikciFirmaAdi": "Deneme Mağaza",
        "firmaUnvani": "",
        "faturaMusteriAdi": buyer.first_name,
        "faturaMusteriSoyadi": buyer.last_name,
        "faturaAdresi": f"{buyer.neighborhood} {buyer.address}",
        "faturaIli": buyer.city,
        "faturaIlce": buyer.district,
        "farkliAdres": "0",
        "faturaTip": "Bireysel",
    }

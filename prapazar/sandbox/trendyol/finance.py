"""The current account of a seller, computed from its packages and claims."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import claim_book, errors
from prapazar.sandbox.trendyol.errors import ApiError, bad_request, not_found
from prapazar.sandbox.trendyol.models import Package
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BASE = "/integration/finance/che/sellers/{seller}"
_SETTLEMENTS = {
    "Sale": "Satış",
    "Return": "İade",
    "Discount": "İndirim",
    "DiscountCancel": "İndirim İptal",
    "Coupon": "Kupon",
    "CouponCancel": "Kupon İptal",
    "ProvisionPositive": "Provizyon +",
    "ProvisionNegative": "Provizyon -",
    "ManualRefund": "Kısmi İade",
    "ManualRefundCancel": "Kısmi İade İptal",
    "TYDiscount": "TY İndirim",
    "TYDiscountCancel": "TY İndirim İptal",
    "TYCoupon": "TY Kupon",
    "TYCouponCancel": "TY Kupon İptal",
    "SellerRevenuePositive": "Satıcı Hakediş Pozitif Düzeltme",
    "SellerRevenueNegative": "Satıcı Hakediş Negatif Düzeltme",
    "SellerRevenuePositiveCancel": "Satıcı Hakediş Pozitif Düzeltme İptal",
    "SellerRevenueNegativeCancel": "Satıcı Hakediş Negatif Düzeltme İptal",
    "CommissionPositive": "Komisyon Pozitif Düzeltme",
    "CommissionNegative": "Komisyon Negatif Düzeltme",
    "CommissionPositiveCancel": "Komisyon Pozitif Düzeltme İptal",
    "CommissionNegativeCancel": "Komisyon Negatif Düzeltme İptal",
    "DeliveryFee": "Kargo Ücreti",
    "DeliveryFeeCancel": "Kargo Ücreti İptal",
    "PayByLink": "Link ile Ödeme",
}
_OTHERS = (
    "Stoppage",
    "CashAdvance",
    "WireTransfer",
    "IncomingTransfer",
    "ReturnInvoice",
    "CommissionAgreementInvoice",
    "PaymentOrder",
    "DeductionInvoices",
    "FinancialItem",
)
_SIZES = (500, 1000)
_LONGEST_MS = to_ms(timedelta(days=15))
_DAY_MS = to_ms(timedelta(days=1))
_CARGO_FEE = Decimal("45.90")
_CENT = Decimal("0.01")
routes = Routes()


@routes.route("GET", f"{_BASE}/settlements", "finance")
def settlements(visit: Visit) -> Reply:
    wanted = _types(visit, _SETTLEMENTS)
    rows = [row for kind in wanted for row in _SOURCES.get(kind, _nothing)(visit)]
    return _answer(visit, rows)


@routes.route("GET", f"{_BASE}/otherfinancials", "finance")
def other_financials(visit: Visit) -> Reply:
    wanted = _types(visit, dict.fromkeys(_OTHERS, ""))
    rows = [row for kind in wanted for row in _SOURCES.get(kind, _nothing)(visit)]
    return _answer(visit, rows)


@routes.route("GET", f"{_BASE}/cargo-invoice/{{serial}}/items", "finance")
def cargo_invoice(visit: Visit) -> Reply:
    day = visit.values["serial"].removeprefix("DCF")
    packages = [one for one in _delivered(visit) if str(one.modified_ms // _DAY_MS) == day]
    if not packages:
        raise not_found("invoice.not.found", "Invoice not found.")
    return json_reply(
        [
            {
                "shipmentPackageType": "Gönderi Kargo Bedeli",
                "parcelUniqueId": one.body()["cargoTrackingNumber"],
                "orderNumber": one.order_number,
                "amount": _CARGO_FEE,
                "desi": one.body()["cargoDeci"],
            }
            for one in packages
        ]
    )


def _types(visit: Visit, known: dict[str, str]) -> list[str]:
    wanted = visit.call.listed("transactionTypes") or visit.call.listed("transactionType")
    if not wanted:
        raise ApiError(500, errors.SYSTEM, "internal.server.error", "transactionType is required.")
    if any(one not in known for one in wanted):
        raise bad_request("transactionType.invalid", "transactionType is not known.")
    return wanted


def _answer(visit: Visit, rows: list[Json]) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", _SIZES[0])
    if size not in _SIZES:
        raise bad_request("size.invalid", "size must be 500 or 1000.")
    start, end = visit.optional_integer("startDate"), visit.optional_integer("endDate")
    end = visit.now_ms if end is None else end
    start = end - _LONGEST_MS if start is None else start
    if end - start > _LONGEST_MS or end < start:
        raise bad_request("date.range.exceeded", "Tarih aralığı en fazla 15 gün olabilir.")
    order, paid = visit.call.query.get("paymentOrderId"), visit.optional_integer("paymentDate")
    rows = [
        row
        for row in rows
        if start <= row["transactionDate"] <= end
        and (not order or str(row["paymentOrderId"]) == order)
        and (paid is None or row["paymentDate"] == paid)
    ]
    rows.sort(key=lambda row: (row["transactionDate"], row["id"]))
    return json_reply(
        {
            "page": page,
            "size": size,
            "totalPages": page_count(len(rows), size),
            "totalElements": len(rows),
            "content": page_of(rows, page, size),
        }
    )


def _sales(visit: Visit) -> Iterator[Json]:
    for package in _delivered(visit):
        body = package.body()
        for line in body["lines"]:
            for unit, detail in enumerate(line["discountDetails"]):
                identity = f"{line['lineId']}{unit:02d}1"
                yield _row(
                    visit,
                    "Sale",
                    package,
                    line,
                    identity,
                    Decimal(detail["lineItemPrice"]),
                    package.modified_ms,
                )


def _returns(visit: Visit) -> Iterator[Json]:
    claim_book.settle_overdue(visit.market, visit.seller)
    for claim in visit.seller.claims.values():
        package = visit.seller.packages[claim["orderShipmentPackageId"]]
        lines = {line["lineId"]: line for line in package.body()["lines"]}
        accepted = [one for one in claim_book.items_of(claim) if one["claimItemStatus"]["name"] == "Accepted"]
        for unit, item in enumerate(accepted):
            line = lines[item["orderLineItemId"]]
            identity = f"{line['lineId']}{unit:02d}2"
            amount = -Decimal(line["lineUnitPrice"])
            yield _row(visit, "Return", package, line, identity, amount, claim["lastModifiedDate"])


def _cargo_invoices(visit: Visit) -> Iterator[Json]:
    by_day: dict[int, list[Package]] = {}
    for package in _delivered(visit):
        by_day.setdefault(package.modified_ms // _DAY_MS, []).append(package)
    for day, packages in sorted(by_day.items()):
        serial = f"DCF{day}"
        yield {
            **_blank(visit, serial, (day + 1) * _DAY_MS - 1),
            "transactionType": "Kargo Fatura",
            "description": "Kargo Faturası",
            "debt": _CARGO_FEE * len(packages),
            "commissionInvoiceSerialNumber": serial,
        }


def _payments(visit: Visit) -> Iterator[Json]:
    """What the marketplace paid out so far, a payment order per day of payment."""
    due: dict[int, Decimal] = {}
    for row in [*_sales(visit), *_returns(visit)]:
        if row["paymentDate"] <= visit.now_ms:
            due[row["paymentDate"]] = due.get(row["paymentDate"], Decimal(0)) + _earned(row)
    for paid_ms, amount in sorted(due.items()):
        order = paid_ms // _DAY_MS
        yield {
            **_blank(visit, f"P{order}", paid_ms),
            "transactionType": "Ödeme",
            "description": "Hakediş Ödemesi",
            "debt": amount,
            "paymentOrderId": order,
            "paymentDate": paid_ms,
        }


def _earned(row: Json) -> Decimal:
    revenue = abs(Decimal(row["sellerRevenue"]))
    return revenue if row["credit"] else -revenue


def _nothing(_visit: Visit) -> Iterator[Json]:
    return iter(())


_SOURCES = {
    "Sale": _sales,
    "Return": _returns,
    "DeductionInvoices": _cargo_invoices,
    "PaymentOrder": _payments,
}


def _delivered(visit: Visit) -> list[Package]:
    return [one for one in visit.seller.packages.values() if one.status == "Delivered"]


def _row(
    visit: Visit, kind: str, package: Package, line: Json, identity: str, amount: Decimal, at_ms: int
) -> Json:
    """A credit for what was sold, a debt for what came back; commission goes the same way."""
    rate = Decimal(line["commission"])
    commission = (amount * rate / 100).quantize(_CENT, ROUND_HALF_UP)
    revenue = amount - commission
    days = visit.market.rules.payment_days
    paid_ms = (at_ms // _DAY_MS + days) * _DAY_MS
    return {
        **_blank(visit, identity, at_ms),
        "barcode": line["barcode"],
        "transactionType": _SETTLEMENTS[kind],
        "description": _SETTLEMENTS[kind],
        "debt": max(-amount, Decimal(0)),
        "credit": max(amount, Decimal(0)),
        "paymentPeriod": days,
        "commissionRate": rate,
        "commissionAmount": abs(commission),
        "sellerRevenue": revenue if visit.market.rules.signed_revenue else abs(revenue),
        "orderNumber": package.order_number,
        "paymentOrderId": paid_ms // _DAY_MS if paid_ms <= visit.now_ms else None,
        "paymentDate": paid_ms,
        "orderDate": package.body()["orderDate"],
        "shipmentPackageId": package.package_id,
    }


def _blank(visit: Visit, identity: str, at_ms: int) -> Json:
    return {
        "id": identity,
        "transactionDate": at_ms,
        "barcode": None,
        "transactionType": "",
        "receiptId": None,
        "description": "",
        "debt": Decimal(0),
        "credit": Decimal(0),
        "paymentPeriod": None,
        "commissionRate": None,
        "commissionAmount": None,
        "commissionInvoiceSerialNumber": None,
        "sellerRevenue": None,
        "orderNumber": None,
        "paymentOrderId": None,
        "paymentDate": None,
        "sellerId": visit.seller.seller_id,
        "storeId": None,
        "storeName": None,
        "storeAddress": None,
        "country": "Türkiye",
        "orderDate": None,
        "affiliate": "TRENDYOLTR",
        "shipmentPackageId": None,
    }

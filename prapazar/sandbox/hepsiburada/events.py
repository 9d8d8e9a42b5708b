"""What the pretend marketplace calls a merchant for; a merchant's own API calls are never echoed."""

from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.hepsiburada import views
from prapazar.sandbox.hepsiburada.market import PROVIDER, Market, Merchant
from prapazar.sandbox.hepsiburada.visit import local
from prapazar.sandbox.jsontext import Json

_AGAIN = timedelta(minutes=5)
_OK = range(200, 300)


def order_created(market: Market, merchant: Merchant, order: Json) -> None:
    lines = [views.line(market, merchant, one) for one in merchant.lines_of(order["orderNumber"])]
    _send(market, merchant, "createOrder", "POST", "orders", {"items": lines})


def package_created(market: Market, merchant: Merchant, package: Json) -> None:
    body = {**views.package(market, merchant, package), "merchantId": merchant.merchant_id}
    _send(market, merchant, "createPackages", "POST", "packages", body)


def line_cancelled(market: Market, merchant: Merchant, line: Json) -> None:
    body = {
        "id": line["id"],
        "merchantId": merchant.merchant_id,
        "orderNumber": line["orderNumber"],
        "cancelDate": local(line["cancelledMs"]),
        "quantity": line["quantity"],
        "cancelledBy": line["cancelledBy"],
        "cancelReasonCode": line["cancelReasonCode"],
        "isUnpackedLine": False,
    }
    _send(market, merchant, "orderCancel", "PUT", f"lineitems/{line['id']}/cancel", body)


def package_moved(market: Market, merchant: Merchant, package: Json, numbers: list[str]) -> None:
    """Only the end of a package names its orders."""
    number = package["packageNumber"]
    body = {"merchantId": merchant.merchant_id, "packageNumber": number, "barcode": package["barcode"]}
    more: dict[str, tuple[str, Json]] = {
        "Unpacked": ("unpack", {"unpackedDate": local(market.now_ms), "orderNumbers": numbers}),
        "InTransit": (
            "intransit",
            {"shippedDate": local(market.now_ms), "trackingInfoCode": package["trackingCode"]},
        ),
        "Delivered": ("deliver", {"receivedDate": local(market.now_ms), "receivedBy": "Alıcı"}),
        "UnDelivered": (
            "undeliver",
            {"undeliveredDate": local(market.now_ms), "undeliveredReason": "Adreste yok"},
        ),
    }
    if package["state"] in more:
        name, told = more[package["state"]]
        _send(market, merchant, name, "PUT", f"packages/{number}/{name}", {**body, **told})


def _send(market: Market, merchant: Merchant, name: str, method: str, path: str, body: Json) -> None:
    """To the address and with the log-in that the merchant once sent by e-mail; there is no signature.

    Sources disagree about the paths: one of their own for each event, or the event's name.
    """
    hook = merchant.webhook
    if not hook.get("url"):
        return
    by_name = market.rules.webhook_paths == "names"
    market.ground.courier.send(
        Parcel(
            provider=PROVIDER,
            account=merchant.merchant_id,
            webhook="by-mail",
            topic=name,
            url=f"{hook['url'].rstrip('/')}/{name if by_name else path}",
            body=jsontext.dump(body).encode(),
            headers={"content-type": "application/json"},
            settle=_settle,
            auth=(hook["username"], hook["password"]),
            method="POST" if by_name else method,
        )
    )


def _settle(status: int | None) -> timedelta | None:
    return None if status is not None and status in _OK else _AGAIN

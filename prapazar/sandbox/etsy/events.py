"""Webhooks: told to the addresses a merchant named in the developer portal, signed the Svix way."""

import base64
import functools
import hmac
from datetime import timedelta
from secrets import token_hex

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.etsy.mall import PROVIDER, Mall
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_AGAIN = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)),
    *(timedelta(hours=5), timedelta(hours=10), timedelta(hours=10)),
)


def add_endpoint(mall: Mall, shop: Account, url: str, secret: str) -> Json:
    """The portal's page; `secret` is `whsec_` and base64, made here where none is given."""
    kept = secret or f"whsec_{base64.b64encode(token_hex(12).encode()).decode()}"
    number = f"ep_{token_hex(8)}"
    held = {"id": number, "url": url, "secret": kept}
    mall.files.put(shop, "endpoint", number, held)
    mall.ground.store.flush()
    return held


def remove_endpoint(mall: Mall, shop: Account, number: str) -> Json:
    if number in shop["endpoint"]:
        mall.files.drop(shop, "endpoint", number)
    return {"id": number}


def tell_paid(mall: Mall, shop: Account, receipt: Json) -> None:
    address = f"https://openapi.etsy.com/v3/application/shops/{shop.number}/receipts/{receipt['receipt_id']}"
    event: Json = {"event_type": "order.paid", "resource_url": address, "shop_id": int(shop.number)}
    if mall.rules.webhook_form == "nested":
        event = {
            "event_type": "order.paid",
            "data": {name: event[name] for name in ("resource_url", "shop_id")},
        }
    message, body = f"msg_{token_hex(12)}", jsontext.dump(event).encode()
    for held in list(shop["endpoint"].values()):
        parcel = Parcel(
            provider=PROVIDER,
            account=shop.number,
            webhook=str(held["id"]),
            topic="order.paid",
            url=str(held["url"]),
            body=body,
            headers=_signed(mall, held, message, body),
            settle=lambda _: None,
        )
        parcel.settle = functools.partial(_settle, mall, shop, held, parcel, message)
        mall.ground.courier.send(parcel)


def _signed(mall: Mall, held: Json, message: str, body: bytes) -> dict[str, str]:
    """A list of signatures: while a secret is being changed, there are two."""
    stamp = str(mall.now)
    key = base64.b64decode(str(held["secret"]).removeprefix("whsec_"))
    text = f"{message}.{stamp}.".encode() + body
    made = base64.b64encode(hmac.digest(key, text, "sha256")).decode()
    older = base64.b64encode(hmac.digest(b"older", text, "sha256")).decode()
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{older} v1,{made}",
    }


def _settle(
    mall: Mall, shop: Account, held: Json, parcel: Parcel, message: str, status: int | None
) -> timedelta | None:
    is_taken = status is not None and 200 <= status < 300  # noqa: PLR2004 - what counts as taken
    if is_taken or held["id"] not in shop["endpoint"] or parcel.attempt > len(_AGAIN):
        return None
    parcel.headers = _signed(mall, held, message, parcel.body)
    return _AGAIN[parcel.attempt - 1]

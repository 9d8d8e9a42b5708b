"""What the pretend iyzico remembers, its rules, and how requests, answers and webhooks are signed there."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "iyzico"
_SCHEME = "IYZWSv2"


@dataclass
class Rules:
    """What the documents leave open, and where they name a figure."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    token_seconds: int = 1800
    webhook_ms: int = 10_000
    """Until the webhook goes out after a payment: 10 to 15 seconds."""
    again_ms: int = 900_000
    tries: int = 3
    signs_webhooks: bool = True
    """`X-IYZ-SIGNATURE-V3` is a feature to be enabled."""
    unpaid: str = "status"
    """A form nobody paid yet is answered as success without `paymentStatus`, or as a `failure`."""
    declined: str = "failure"
    """A declined payment is read back as a `failure` with its error, or as `status` success, paymentStatus FAILURE."""
    not_found: str = "5122"
    """The error of a token nobody gave."""
    monthly: str = "1.95"
    """Percent of interest for each instalment."""
    rate: str = "2.99"
    """Percent of a payment that iyzico keeps."""
    fixed: str = "0.25"
    """And of each payment besides."""


class Till:
    def __init__(self, ground: Ground, address: str) -> None:
        self.ground = ground
        self.address = f"{address.rstrip('/')}/{PROVIDER}"
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, ("form", "payment"))

    def open_account(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def by_key(self, api_key: str) -> Account | None:
        accounts = self.files.accounts.values()
        return next((one for one in accounts if one.profile["api_key"] == api_key), None)

    def of_token(self, token: str) -> tuple[Account, Json] | None:
        for account in self.files.accounts.values():
            if (form := account["form"].get(token)) is not None:
                return account, form
        return None

    def put(self, account: Account, form: Json) -> None:
        self.files.put(account, "form", form["token"], form)
        if form["paymentId"]:
            self.files.put(account, "payment", form["paymentId"], {"token": form["token"]})

    def payment(self, account: Account, payment_id: str) -> Json | None:
        filed = account["payment"].get(payment_id)
        return account["form"][filed["token"]] if filed else None

    def notify(self, account: Account, form: Json, *, at_once: bool = False) -> None:
        url = account.profile["webhook_url"]
        if not url:
            return
        event = webhook(account, form, self.ground.now_ms())
        headers = {"Content-Type": "application/json"}
        if self.rules.signs_webhooks:
            headers["X-IYZ-SIGNATURE-V3"] = webhook_signature(account, event)
        parcel = self._parcel(account, form, url, json.dumps(event).encode(), headers)
        parcel.due_ms = self.ground.now_ms() + (0 if at_once else self.rules.webhook_ms)
        self.ground.courier.send(parcel)

    def _parcel(self, account: Account, form: Json, url: str, body: bytes, headers: dict[str, str]) -> Parcel:
        left = self.rules.tries

        def settle(status: int | None) -> timedelta | None:
            nonlocal left
            left -= 1
            if status is not None and 200 <= status < 300:  # noqa: PLR2004 - any success
                return None
            return timedelta(milliseconds=self.rules.again_ms) if left > 0 else None

        return Parcel(PROVIDER, account.number, "panel", form["token"], url, body, headers, settle)


def hex_hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def signature(account: Account, *parts: object) -> str:
    """Of an answer: its values in order, amounts without zeros at their end."""
    return hex_hmac(account.profile["secret_key"], ":".join(_plain(one) for one in parts))


def authorization(call: Call) -> dict[str, str]:
    """`apiKey`, `randomKey` and `signature` of the header; empty where it is none."""
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme != _SCHEME:
        return {}
    try:
        text = base64.b64decode(packed, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return dict(part.partition(":")[::2] for part in text.split("&"))


def is_signed(account: Account, call: Call, given: dict[str, str]) -> bool:
    """Over the random key, the path without its query, and the body as it was sent."""
    text = given.get("randomKey", "") + call.path + call.body.decode(errors="replace")
    return given.get("signature") == hex_hmac(account.profile["secret_key"], text)


def webhook(account: Account, form: Json, now_ms: int) -> Json:
    return {
        "paymentConversationId": form["conversationId"],
        "merchantId": int(account.number),
        "token": form["token"],
        "status": form["paymentStatus"],
        "iyziReferenceCode": hashlib.sha256(form["token"].encode()).hexdigest()[:36],
        "iyziEventType": "CHECKOUT_FORM_AUTH",
        "iyziEventTime": now_ms,
        "iyziPaymentId": int(form["paymentId"]),
    }


def webhook_signature(account: Account, event: Json) -> str:
    secret = account.profile["secret_key"]
    names = ("iyziEventType", "iyziPaymentId", "token", "paymentConversationId", "status")
    return hex_hmac(secret, secret + "".join(str(event[name]) for name in names))


def _plain(value: object) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

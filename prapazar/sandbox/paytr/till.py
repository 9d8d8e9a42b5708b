"""What the pretend PayTR remembers, its rules, and how everything is signed there."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json

PROVIDER = "paytr"
_ISTANBUL = ZoneInfo("Europe/Istanbul")


@dataclass
class Rules:
    """What the documents leave open, and where they name a figure."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    again_ms: int = 60_000
    """Until a notification that was not answered `OK` comes again."""
    tries: int = 5
    monthly: str = "1.9"
    """Percent of interest for each instalment."""
    fee: str = "2.40"
    """Percent of a payment that PayTR keeps."""
    comma: bool = False
    """Amounts of the status query: the official table writes `10,8`, a client's recordings `99.99`."""
    tells_more: bool = True
    """Fee, instalments and card in the status query: in the official table, not in a client's recordings."""
    empty_returns: str = "list"
    """Nothing given back: a `list` without rows, or `none`."""


class Till:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, ("payment", "token"))

    def open_account(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def merchant(self, number: str) -> Account | None:
        return self.files.accounts.get(number)

    def of_token(self, token: str) -> tuple[Account, Json] | None:
        for account in self.files.accounts.values():
            if (filed := account["token"].get(token)) is not None:
                return account, account["payment"][filed["oid"]]
        return None

    def put(self, account: Account, payment: Json) -> None:
        self.files.put(account, "payment", payment["oid"], payment)

    def settle(self, account: Account, payment: Json, status: str, **changed: object) -> None:
        """Decided: kept, and the shop is told."""
        payment.update({"status": status, "decidedMs": self.ground.now_ms(), **changed})
        self.put(account, payment)
        self.notify(account, payment)

    def notify(self, account: Account, payment: Json) -> None:
        url = account.profile["callback_url"]
        if url:
            body = urlencode(notification(account, payment)).encode()
            self.ground.courier.send(self._parcel(account, payment, url, body))

    def _parcel(self, account: Account, payment: Json, url: str, body: bytes) -> Parcel:
        left = self.rules.tries

        def settle(status: int | None) -> timedelta | None:
            nonlocal left
            left -= 1
            if status is not None and status < 300:  # noqa: PLR2004 - any success
                return None
            return timedelta(milliseconds=self.rules.again_ms) if left > 0 else None

        return Parcel(
            provider=PROVIDER,
            account=account.number,
            webhook="notification",
            topic=payment["oid"],
            url=url,
            body=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            settle=settle,
            wanted=b"OK",
        )

    def clock(self, moment_ms: int) -> str:
        return from_ms(moment_ms).astimezone(_ISTANBUL).strftime("%Y-%m-%d %H:%M:%S")


def signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def notification(account: Account, payment: Json) -> dict[str, str]:
    key, salt = account.profile["merchant_key"], account.profile["merchant_salt"]
    oid, status, total = payment["oid"], payment["status"], str(payment["total"])
    fields = {
        "merchant_oid": oid,
        "status": status,
        "total_amount": total,
        "hash": signed(key, oid + salt + status + total),
        "test_mode": payment["test_mode"],
        "payment_type": "card",
        "currency": payment["currency"],
        "payment_amount": str(payment["amount"]),
    }
    if status == "failed":
        fields["failed_reason_code"] = payment["reason"][0]
        fields["failed_reason_msg"] = payment["reason"][1]
    else:
        fields["installment_count"] = str(payment["installments"])
    return fields


def lira(kurus: int) -> Decimal:
    return Decimal(kurus) / 100

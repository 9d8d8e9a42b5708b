"""What the pretend MNG remembers, and its rules."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.tokens import KIND, Tokens

PROVIDER = "mng"
KINDS = ("order", KIND)
FIRST_SHIPMENT, FIRST_INVOICE = 810_040_001, 555_001
_ISTANBUL = ZoneInfo("Europe/Istanbul")


@dataclass
class Rules:
    """What the documents leave open; no limit of requests is documented."""

    burst: int = 0
    """Requests in `burst_ms` to any address; 0: no limit."""
    burst_ms: int = 60_000
    token_seconds: int = 3_600
    create_answer: str = "array"
    """Of createOrder: the service answers an `array`, its specification shows an `object`."""
    write_answer: str = "text"
    """Of cancelling: a bare JSON `text`, or a short `object`."""
    ip_allowed: bool = True
    """Whether the caller's address is registered for bar codes."""
    dates: str = "dotted"
    """Moments: `dotted` as in 21.11.2026 15:04:05, or `iso`."""
    unknown_reference: str = "404"
    """A reference nobody has used: `404`, `400` with a text, or `empty`."""
    barcode_again: str = "same"
    """Asking for the bar codes of a shipment once more: the `same`, or `refused`."""
    error_shape: str = "status"
    """Of refusals: `status` as in statusCode and errors, or `error` as in Code, Message and Description."""
    cost: str = "89.90"
    """Of any parcel, with VAT."""


class Mall:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, KINDS)
        self.tokens = Tokens(self.files)

    def open_customer(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def by_key(self, client_id: str, client_secret: str | None) -> Account | None:
        """Without a secret: whoever has the key."""
        for account in self.files.accounts.values():
            known = account.profile
            if known["client_id"] == client_id and client_secret in {None, known["client_secret"]}:
                return account
        return None

    def give_token(self, account: Account) -> Json:
        """A JSON web token by its looks."""
        seconds = self.rules.token_seconds
        token = self.tokens.keep(account, f"eyJhbGciOiJIUzI1NiJ9.{self.files.guid('token')}.c2ln", seconds)
        self.ground.store.flush()
        now = self.ground.now_ms()
        return {
            "jwt": token,
            "refreshToken": self.files.guid("refresh"),
            "jwtExpireDate": f"{_local(now + seconds * 1000):%d.%m.%Y %H:%M:%S}",
            "refreshTokenExpireDate": f"{_local(now + seconds * 2000):%d.%m.%Y %H:%M:%S}",
        }

    def told(self, moment_ms: int) -> str:
        """Istanbul's clock without a zone, in the form of the day."""
        local = _local(moment_ms).replace(tzinfo=None)
        if self.rules.dates == "iso":
            return local.isoformat(timespec="seconds")
        return f"{local:%d.%m.%Y %H:%M:%S}"

    def keep(self, account: Account, order: Json) -> None:
        self.files.put(account, "order", order["order"]["referenceId"], order)
        self.ground.store.flush()


def _local(moment_ms: int) -> datetime:
    return from_ms(moment_ms).astimezone(_ISTANBUL)

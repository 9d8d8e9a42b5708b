"""What the pretend HepsiJet remembers, its rules, and the words for where a delivery stands."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.tokens import Tokens

PROVIDER = "hepsijet"
DELIVERY_STATUSES = (
    *("NEO", "MISSING", "DAMAGED", "READY", "TRANSFERRING", "DISPATCHING", "DELIVERING", "DELIVERED"),
    *("RETRY", "UNDELIVERED", "UNDELIVERABLE", "REFUSED", "CANCELLED", "DELETED", "RETURNED"),
    *("MISSING_CONTENT", "PARTIALLY_DELIVERED", "WAITING_FOR_DISPATCH", "BACK_TO_WAREHOUSE"),
    *("COLLECTING", "COLLECTED", "UNABLE_TO_COLLECT", "NEO_COLLECT", "TRANSFERRING_COLLECT"),
    *("READY_FOR_DELIVERY", "MARK_FOR_RETURN", "TRANSFERRING_RETURN", "SIGNED", "NOT_SIGNED"),
    *("PENDING_SIGNATURE", "PRINTED_OUT", "SIGNING", "EXPIRED", "DISPOSED", "MISSING_DOCUMENT"),
    *("COMPLETE_REQUEST", "PROCESSED", "TRANSFERRED_VENDOR", "MARKED_FOR_VENDOR", "READY_FOR_VENDOR"),
    "TRANSFERRING_TRANSFER",
)
INTEGRATION_STATUSES = (
    *("NEO", "ACCEPTED", "UPDATED", "DELIVERED", "DELETED", "CANCELLED", "RETURNED", "OUT_FOR_DELIVERY"),
    *("FAILED_ATTEMPT", "APPOINTMENT_CANCELLED", "ACCEPTED_BY_VENDOR", "VENDOR_FAILED_ATTEMPT"),
    *("WILL_BE_RETURNED", "RECALLED"),
)
TOLD_TO_SHOPS = {
    "NEO": "NEO",
    "READY": "ACCEPTED",
    "DELIVERING": "OUT_FOR_DELIVERY",
    "DELIVERED": "DELIVERED",
    "RETRY": "FAILED_ATTEMPT",
    "UNDELIVERED": "FAILED_ATTEMPT",
    "MARK_FOR_RETURN": "WILL_BE_RETURNED",
    "RETURNED": "RETURNED",
    "CANCELLED": "CANCELLED",
    "DELETED": "DELETED",
}
"""Steps the simpler list tells too."""
_ISTANBUL = ZoneInfo("Europe/Istanbul")
_CLOCKS = {
    "iso": "%Y-%m-%dT%H:%M:%S.%f",
    "spaced": "%Y-%m-%d %H:%M:%S",
    "dashed": "%d-%m-%Y %H:%M:%S",
}


@dataclass
class Rules:
    """What the documents leave open, and where they name a figure."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    token_seconds: int = 1800
    clock: str = "iso"
    """`iso`, `spaced`, `dashed`, or `millis`: how a moment is written; not documented."""
    zpl_answer: str = "list"
    """A label asked for again comes as a `list` of parcels or as one `object`."""
    unknown_number: str = "left_out"
    """A number nobody gave is `left_out`, or the whole request is answered FAIL (`fail`)."""


class Depot:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, ("order", "token"))
        self.tokens = Tokens(self.files)

    def open_company(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def company_of(self, username: str, password: str = "", *, trusts: bool = False) -> Account | None:
        for account in self.files.accounts.values():
            if account.profile["username"] == username and (
                trusts or account.profile["password"] == password
            ):
                return account
        return None

    def moment(self, at_ms: int) -> str | int:
        if self.rules.clock == "millis":
            return at_ms
        told: datetime = from_ms(at_ms).astimezone(_ISTANBUL)
        text = told.strftime(_CLOCKS[self.rules.clock])
        return text[:-3] if self.rules.clock == "iso" else text

    def note(self, account: Account, delivery: Json, status: str) -> None:
        """A step of the carrier's; a word only the simpler list has is told there alone."""
        at_ms = self.ground.now_ms()
        if status not in INTEGRATION_STATUSES or status in DELIVERY_STATUSES:
            delivery["deliveryStatus"] = status
            delivery["transactions"].append({"status": status, "atMs": at_ms})
        told = TOLD_TO_SHOPS.get(status, status if status in INTEGRATION_STATUSES else None)
        if told is not None:
            delivery["details"].append({"status": told, "atMs": at_ms})
        self.files.put(account, "order", delivery["customerDeliveryNo"], delivery)

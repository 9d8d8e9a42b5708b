"""Who is who, on plain values: what a buyer is known by, which addresses are alike, whose each order is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from prapazar.domain.customers.enums import KeyKind
from prapazar.foundation.search import fold, words

MASK = "*"
"""What channels put in the place of letters they keep to themselves."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NOBODY = frozenset({"noreply", "no-reply", "none", "null", "yok", "mailyok", "test", "noemail"})
_NATIONAL, _COUNTRY = 10, "90"
_SHORTEST_PHONE, _LONGEST_PHONE = 10, 15
_TAX_LENGTHS = (10, 11)
_FULL_NAME = 2

Key = tuple[KeyKind, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What one order says of who bought it."""

    order_id: UUID
    ordered_at: datetime
    name: str
    email: str | None = None
    phone: str | None = None
    buyer: str | None = None
    """The channel's own number of its buyer, with the connection."""
    shipping: Mapping[str, str | None] = field(default_factory=dict)
    billing: Mapping[str, str | None] = field(default_factory=dict)
    customer_id: UUID | None = None
    """Whose it is, where that was found out before."""


def email_of(said: str | None) -> str | None:
    """Folded; None for what is no address, is masked, or is everybody's."""
    written = fold((said or "").strip())
    if MASK in written or not _EMAIL.fullmatch(written) or written.partition("@")[0] in _NOBODY:
        return None
    return written


def phone_of(said: str | None) -> str | None:
    """Digits with the country's in front, Türkiye's where none is written; None for a placeholder."""
    if not said or MASK in said:
        return None
    digits = "".join(c for c in said if c.isascii() and c.isdigit()).removeprefix("00")
    if len(digits) == _NATIONAL + 1 and digits.startswith("0"):
        digits = digits[1:]
    if len(digits) == _NATIONAL and not said.strip().startswith("+"):
        digits = _COUNTRY + digits
    if not _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE or len(set(digits[-7:])) == 1:
        return None
    return digits


def tax_number_of(said: str | None) -> str | None:
    """Ten or eleven digits; one digit alone (11111111111) stands for a buyer nobody asked."""
    digits = (said or "").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in _TAX_LENGTHS:
        return None
    return None if len(set(digits)) == 1 else digits


def keys_of(said: Said) -> list[Key]:
    """The most believable first."""
    found: list[Key] = []
    if tax := tax_number_of(said.billing.get("tax_number") or said.shipping.get("tax_number")):
        found.append((KeyKind.TAX, tax))
    if said.buyer:
        found.append((KeyKind.BUYER, said.buyer))
    if email := email_of(said.email):
        found.append((KeyKind.EMAIL, email))
    name = words(said.name) if MASK not in said.name else []
    phone = phone_of(said.phone or said.shipping.get("phone"))
    if phone and name:
        found.append((KeyKind.PHONE, f"{phone} {name[0]}"))
    return found


def likeness(name: str, address: Mapping[str, str | None]) -> str:
    """The same for one name at one door however the street is shortened; "" where too little is known."""
    line, city = address.get("line") or "", address.get("city") or ""
    name_words = words(name)
    if MASK in name + line or len(name_words) < _FULL_NAME or not line.strip() or not city.strip():
        return ""
    numbers = [word for word in words(line) if any(c.isdigit() for c in word)]
    door = " ".join(numbers or words(line))
    return "|".join(
        (" ".join(name_words), fold(city).strip(), fold(address.get("district") or "").strip(), door)
    )


def digest(address: Mapping[str, str | None]) -> str:
    """The address as letters and digits alone; "" for none at all."""
    parts = [words(address.get(name) or "") for name in ("name", "line", "district", "city")]
    return "|".join(" ".join(part) for part in parts) if parts[1] else ""


@dataclass(slots=True)
class Found:
    """Whose each order is, and what follows from it."""

    owner: dict[UUID, UUID] = field(default_factory=dict)
    """Customer by order."""
    fresh: dict[UUID, Said] = field(default_factory=dict)
    """Customers seen for the first time, with the order that brought them."""
    keys: dict[Key, UUID] = field(default_factory=dict)
    """New keys and who has them from now on."""
    clashes: set[tuple[UUID, UUID]] = field(default_factory=set)
    """Two customers whose keys one order carried; neither is touched."""


def settle(orders: Iterable[Said], known: Mapping[Key, UUID], new_ids: Iterable[UUID]) -> Found:
    """The first key that is known names the customer; a buyer none of whose keys is known is a new one.

    In the order they were bought, so that one batch or many come to the same. What is somebody's stays somebody's.
    """
    found, ids, owners = Found(), iter(new_ids), dict(known)
    for said in sorted(orders, key=lambda one: (one.ordered_at, one.order_id)):
        keys = keys_of(said)
        named = [owners[key] for key in keys if key in owners]
        customer = said.customer_id or next(iter(named), None)
        if customer is None:
            customer = next(ids)
            found.fresh[customer] = said
        found.owner[said.order_id] = customer
        found.clashes |= {
            (min(customer, other), max(customer, other)) for other in named if other != customer
        }
        fresh_keys = {key: customer for key in keys if key not in owners}
        owners |= fresh_keys
        found.keys |= fresh_keys
    return found

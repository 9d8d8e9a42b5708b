"""The seller's own data as plain values: who invoices, in which series, through whom, and when by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from prapazar.domain.invoicing.documents import identity
from prapazar.domain.invoicing.documents.records import Address, Party, Profile

SERIES = ("einvoice", "earchive", "despatch", "return")
AUTOMATIC = ("off", "packed", "shipped")
RATE_DAYS = ("before", "same")
FIELDS = (
    "tax_id",
    "name",
    "first_name",
    "family_name",
    "tax_office",
    "city",
    "district",
    "street",
    "building",
    "postcode",
    "website",
    "phone",
    "email",
    "mersis",
    "trade_registry",
    "iban",
    "bank",
)
"""Of the form, and of the row that keeps it."""
_SERIES_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Who carries, as an internet sale's e-Arşiv has to name it."""

    name: str
    tax_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    party: Party
    series: Mapping[str, str]
    providers: tuple[UUID, ...] = ()
    automatic: str = "off"
    profile: Profile = Profile.BASIC
    due_days: int = 0
    default_vat: Decimal = Decimal(20)
    rate_day: str = "before"
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    """By the folded name orders call them."""
    iban: str = ""
    bank: str = ""
    is_test: bool = False
    """Numbers of the tax office's own examples pass, whose check digits do not hold."""


def faults(values: Mapping[str, str], series: Mapping[str, str], *, is_test: bool = False) -> dict[str, str]:
    """Field to the code of what is wrong with it; empty when all is well."""
    wrong: dict[str, str] = {}
    number = values.get("tax_id", "")
    try:
        scheme = identity.scheme_of(number)
    except ValueError:
        wrong["tax_id"] = "invoicing.tax_id_length"
    else:
        if not is_test and not identity.is_valid(number):
            wrong["tax_id"] = "invoicing.tax_id_digits"
        needed = ("name",) if scheme == "VKN" else ("first_name", "family_name")
        wrong.update({name: "invoicing.needed" for name in needed if not values.get(name)})
    for name in ("tax_office", "city", "district", "street"):
        if not values.get(name):
            wrong[name] = "invoicing.needed"
    for kind in SERIES:
        said = series.get(kind, "")
        is_good = len(said) == _SERIES_LENGTH and said.isascii() and said.isalnum() and said == said.upper()
        if not is_good:
            wrong[f"series_{kind}"] = "invoicing.series_wrong"
    if not wrong and len({series[kind] for kind in SERIES}) < len(SERIES):
        wrong["series_return"] = "invoicing.series_shared"
    return wrong


def party(values: Mapping[str, Any]) -> Party:
    """Raises ValueError where `faults` finds something."""
    said = {name: str(values.get(name) or "") for name in FIELDS}
    return Party(
        tax_id=said["tax_id"],
        name=said["name"],
        first_name=said["first_name"],
        family_name=said["family_name"],
        tax_office=said["tax_office"],
        address=Address(
            city=said["city"],
            district=said["district"],
            street=said["street"],
            building=said["building"],
            postcode=said["postcode"],
        ),
        website=said["website"],
        phone=said["phone"],
        email=said["email"],
        mersis=said["mersis"],
        trade_registry=said["trade_registry"],
    )

"""The seller's own data, written from the settings screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import sales
from prapazar.domain.invoicing import seller as sellers
from prapazar.domain.invoicing.documents import identity
from prapazar.domain.invoicing.documents.records import Profile
from prapazar.domain.invoicing.models import InvoiceProfile
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope


class ProfileInvalid(Exception):
    """`faults`: field to the code of what is wrong with it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(dict(faults))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileValues:
    seller: Mapping[str, str]
    series: Mapping[str, str]
    providers: Sequence[UUID] = ()
    automatic: str = "off"
    profile: Profile = Profile.BASIC
    due_days: int = 0
    default_vat: Decimal = Decimal(20)
    rate_day: str = "before"
    is_test: bool = False
    carriers: Sequence[tuple[str, str, str]] = ()
    """What orders call it, its name, its tax number."""
    first_numbers: Mapping[str, int] = field(default_factory=dict)
    """By kind of series, for whoever comes from another program in the middle of a year."""


def set_profile(session: Session, scope: Scope, values: ProfileValues) -> None:
    """Raises ProfileInvalid."""
    scope.require("settings.write")
    given = {name: str(values.seller.get(name, "")).strip()[:200] for name in sellers.FIELDS}
    wrong = sellers.faults(given, values.series, is_test=values.is_test)
    if values.automatic not in sellers.AUTOMATIC:
        wrong["automatic"] = "invoicing.needed"
    if values.rate_day not in sellers.RATE_DAYS:
        wrong["rate_day"] = "invoicing.needed"
    if not 0 <= values.default_vat <= 100:  # noqa: PLR2004 - percent
        wrong["default_vat"] = "errors.percent"
    if not 0 <= values.due_days <= 365:  # noqa: PLR2004 - a year
        wrong["due_days"] = "invoicing.due_days_wrong"
    if any(not (called and name and identity.is_valid(number)) for called, name, number in values.carriers):
        wrong["carriers"] = "invoicing.carriers_wrong"
    if wrong:
        raise ProfileInvalid(wrong)
    row = sales.profile(session, scope)
    if row is None:
        row = InvoiceProfile(merchant_id=scope.merchant_id)
        session.add(row)
    if values.automatic != "off" and row.automatic == "off":
        row.automatic_since = now()
    carriers = [
        {"called": called, "name": name, "tax_id": number} for called, name, number in values.carriers
    ]
    row.seller = {**given, "carriers": carriers}
    row.series = {kind: values.series[kind] for kind in sellers.SERIES}
    row.providers = [str(one) for one in values.providers]
    row.automatic, row.profile, row.due_days = values.automatic, values.profile.value, values.due_days
    row.rate_day = values.rate_day
    row.default_vat, row.is_test, row.updated_at = values.default_vat, values.is_test, now()
    session.flush()
    for kind, first in values.first_numbers.items():
        _begin_with(session, scope, values.series[kind], first)


def _begin_with(session: Session, scope: Scope, prefix: str, first: int) -> None:
    """Of this year's series, as long as nothing was numbered in it."""
    session.execute(
        text(
            "INSERT INTO invoice_series (id, merchant_id, prefix, year, last, first)"
            " VALUES (gen_random_uuid(), :merchant, :prefix, :year, 0, :first)"
            " ON CONFLICT (merchant_id, prefix, year) DO UPDATE SET first = excluded.first"
            " WHERE invoice_series.last = 0"
        ),
        {
            "merchant": scope.merchant_id,
            "prefix": prefix,
            "year": now().astimezone(ISTANBUL).year,
            "first": max(1, first),
        },
    )

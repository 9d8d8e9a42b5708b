"""What the merchant decides about carriers: rules in their order, tariffs, terms, and where drivers fetch from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.shipping import regions
from prapazar.domain.shipping.errors import RuleMissing, ShippingInvalid
from prapazar.domain.shipping.models import CarrierRule, CarrierTariff
from prapazar.domain.shipping.rules import Step
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

PAYERS = ("sender", "receiver")
ZONES = ("", "city", "near", "far")
_MOST_RULES, _LONGEST, _MOST_DAYS = 100, 80, 60
ADDRESS = ("name", "company", "line", "district", "city", "postal_code", "phone", "tax_number", "tax_office")
"""Of the sender, as carriers are told."""
_NEEDED = ("name", "line", "district", "city", "phone")


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What a person fills in; empty or None: it does not matter."""

    name: str
    connection_id: UUID | None = None
    """None: the cheapest by tariff."""
    payer: str = "sender"
    channels: Sequence[UUID] = ()
    provinces: Sequence[str] = ()
    zones: Sequence[str] = ()
    """Presets of regions.py, or ids of own zones."""
    least_desi: Decimal | None = None
    most_desi: Decimal | None = None
    least_total: Decimal | None = None
    most_total: Decimal | None = None
    cash_on_delivery: bool | None = None


def save_rule(session: Session, scope: Scope, form: RuleForm, rule_id: UUID | None = None) -> UUID:
    """A new one stands last. Raises ShippingInvalid, RuleMissing."""
    scope.require("settings.write")
    _check(session, form)
    row = _rule(session, scope, rule_id) if rule_id else _fresh(session, scope)
    row.name, row.connection_id, row.payer = form.name.strip()[:_LONGEST], form.connection_id, form.payer
    row.channels = [str(one) for one in form.channels]
    row.provinces = [one.strip() for one in form.provinces if one.strip()]
    row.zones = list(dict.fromkeys(form.zones))
    row.least_desi, row.most_desi = form.least_desi, form.most_desi
    row.least_total, row.most_total = form.least_total, form.most_total
    row.cash_on_delivery = form.cash_on_delivery
    session.add(row)
    session.flush()
    audit.append(session, scope, "shipping.rule", row.id, {"name": row.name})
    _told(session, scope)
    return row.id


def switch_rule(session: Session, scope: Scope, rule_id: UUID, *, is_active: bool) -> None:
    scope.require("settings.write")
    _rule(session, scope, rule_id).is_active = is_active
    session.flush()
    _told(session, scope)


def move_rule(session: Session, scope: Scope, rule_id: UUID, by: int) -> None:
    """Up (-1) or down (1) among the others; at either end nothing happens."""
    scope.require("settings.write")
    ids = list(session.execute(text("SELECT id FROM carrier_rule ORDER BY place, id FOR UPDATE")).scalars())
    if rule_id not in ids:
        raise RuleMissing(rule_id)
    here = ids.index(rule_id)
    there = min(max(here + by, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    session.execute(
        text(
            "UPDATE carrier_rule r SET place = n.place FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY"
            " AS n(id, place) WHERE r.id = n.id"
        ),
        {"ids": ids},
    )
    _told(session, scope)


def remove_rule(session: Session, scope: Scope, rule_id: UUID) -> None:
    scope.require("settings.write")
    row = _rule(session, scope, rule_id)
    audit.append(session, scope, "shipping.rule_removed", row.id, {"name": row.name})
    session.delete(row)
    session.flush()
    _told(session, scope)


def save_terms(
    session: Session, scope: Scope, connection_id: UUID, *, delivery_days: int, tracking_url: str
) -> None:
    scope.require("settings.write")
    if not 0 < delivery_days <= _MOST_DAYS:
        raise ShippingInvalid("delivery_days", "shipping.days_out_of_bounds")
    if tracking_url and not tracking_url.startswith(("https://", "http://")):
        raise ShippingInvalid("tracking_url", "field.not_an_address")
    session.execute(
        text(
            "INSERT INTO carrier_terms (id, merchant_id, connection_id, delivery_days, tracking_url)"
            " VALUES (gen_random_uuid(), :merchant, :connection, :days, :url) ON CONFLICT (connection_id)"
            " DO UPDATE SET delivery_days = :days, tracking_url = :url"
        ),
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "days": delivery_days,
            "url": tracking_url[:300],
        },
    )
    _told(session, scope)


@dataclass(frozen=True, slots=True)
class TariffRow:
    zone: str
    step: Step


def save_tariff(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    since: date,
    rows: Sequence[TariffRow],
    currency: str = "TRY",
) -> None:
    """The whole table of one carrier from one day on, instead of what stood there for that day."""
    scope.require("settings.write")
    session.execute(
        text("DELETE FROM carrier_tariff WHERE connection_id = :connection AND since = :since"),
        {"connection": connection_id, "since": since},
    )
    session.add_all(
        CarrierTariff(
            merchant_id=scope.merchant_id,
            connection_id=connection_id,
            since=since,
            zone=row.zone,
            up_to_desi=row.step.up_to_desi,
            amount=row.step.amount,
            per_further_desi=row.step.per_further_desi,
            currency=currency,
        )
        for row in rows
    )
    session.flush()
    audit.append(
        session, scope, "shipping.tariff", connection_id, {"since": since.isoformat(), "rows": len(rows)}
    )
    _told(session, scope)


def save_sender(
    session: Session, scope: Scope, values: dict[str, str], warehouse_id: UUID | None = None
) -> None:
    """Of the default warehouse unless another is named. Raises ShippingInvalid for the first field that is missing."""
    scope.require("settings.write")
    address: dict[str, Any] = {name: values.get(name, "").strip()[:200] for name in ADDRESS}
    for name in _NEEDED:
        if not address[name]:
            raise ShippingInvalid(name, "field.required")
    session.execute(
        text(
            "UPDATE warehouse SET address = :address WHERE merchant_id = :merchant"
            " AND (id = :id OR CAST(:id AS uuid) IS NULL AND is_default)"
        ).bindparams(bindparam("address", type_=JSONB)),
        {"address": {**address, "country": "TR"}, "merchant": scope.merchant_id, "id": warehouse_id},
    )
    audit.append(session, scope, "shipping.sender", scope.merchant_id, {"city": address["city"]})
    _told(session, scope)


def _check(session: Session, form: RuleForm) -> None:
    if not form.name.strip():
        raise ShippingInvalid("name", "field.required")
    if form.payer not in PAYERS:
        raise ShippingInvalid("payer", "field.not_a_choice")
    for name, least, most in (
        ("most_desi", form.least_desi, form.most_desi),
        ("most_total", form.least_total, form.most_total),
    ):
        if least is not None and most is not None and least > most:
            raise ShippingInvalid(name, "shipping.less_than_least")
    if form.connection_id is not None:
        known = session.execute(
            text("SELECT 1 FROM connection WHERE id = :id"), {"id": form.connection_id}
        ).first()
        if known is None:
            raise ShippingInvalid("connection_id", "field.not_a_choice")

    own = set(session.execute(text("SELECT CAST(id AS text) FROM shipping_zone")).scalars())
    if not set(form.zones) <= own | set(regions.PRESETS):
        raise ShippingInvalid("zones", "field.not_a_choice")
    if unknown := next((one for one in form.provinces if one.strip() and not regions.province(one)), None):
        raise ShippingInvalid("provinces", "shipping.no_province", unknown.strip())


def _fresh(session: Session, scope: Scope) -> CarrierRule:
    count, last = session.execute(text("SELECT count(*), coalesce(max(place), 0) FROM carrier_rule")).one()
    if count >= _MOST_RULES:
        raise ShippingInvalid("name", "shipping.too_many_rules")
    return CarrierRule(merchant_id=scope.merchant_id, place=last + 1, name="")


def _rule(session: Session, scope: Scope, rule_id: UUID) -> CarrierRule:
    row = session.get(CarrierRule, rule_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise RuleMissing(rule_id)
    return row


def _told(session: Session, scope: Scope) -> None:
    live.tell(session, scope.merchant_id, "shipping.settings")

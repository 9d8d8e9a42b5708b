"""Addresses of customers, each way of writing the same one kept once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import rules
from prapazar.domain.customers.rules import Found, Said
from prapazar.foundation.ids import new_ids
from prapazar.foundation.places import placed
from prapazar.foundation.scope import Scope

_COLUMNS = (
    *("digest", "likeness", "name", "company", "line", "neighbourhood", "district", "city", "postal_code"),
    "country",
)
_KEEP = text(
    f"INSERT INTO customer_address (id, merchant_id, customer_id, {', '.join(_COLUMNS)}, is_billing, last_used_at)"
    f" SELECT u.id, :merchant, u.customer_id, {', '.join(f'u.{name}' for name in _COLUMNS)}, u.is_billing, u.at"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:customers AS uuid[]),"
    f" {', '.join(f'CAST(:{name} AS text[])' for name in _COLUMNS)},"
    "  CAST(:billing AS boolean[]), CAST(:at AS timestamptz[]))"
    f"  AS u(id, customer_id, {', '.join(_COLUMNS)}, is_billing, at)"
    " ON CONFLICT (customer_id, digest) DO UPDATE"
    " SET last_used_at = greatest(customer_address.last_used_at, excluded.last_used_at)"
    " WHERE customer_address.last_used_at < excluded.last_used_at"
)


def keep(session: Session, scope: Scope, orders: Sequence[Said], found: Found) -> None:
    rows: dict[tuple[UUID, str], tuple[dict[str, str], bool, Said]] = {}
    worked_out: dict[tuple[object, ...], dict[str, str]] = {}
    for said in sorted(orders, key=lambda one: one.ordered_at):
        for address, is_billing in ((said.billing, True), (said.shipping, False)):
            if not address:
                continue
            key = (said.name, *address.items())
            row = worked_out.get(key) or _row(said, {name: value or "" for name, value in address.items()})
            worked_out[key] = row
            if row["digest"]:
                rows[found.owner[said.order_id], row["digest"]] = (row, is_billing, said)
    if not rows:
        return
    kept = list(rows.values())
    session.execute(
        _KEEP,
        {
            "merchant": scope.merchant_id,
            "ids": new_ids(len(rows)),
            "customers": [customer for customer, _ in rows],
            "billing": [is_billing for _, is_billing, _ in kept],
            "at": [said.ordered_at for _, _, said in kept],
            **{name: [row[name] for row, _, _ in kept] for name in _COLUMNS},
        },
    )


def _row(said: Said, address: dict[str, str]) -> dict[str, str]:
    """Province and district as they are officially written, where they can be told."""
    at = placed(address.get("city", ""), address.get("district", ""), address.get("line", ""))
    known = {**address, "city": at.province, "district": at.district}
    return {
        "digest": rules.digest(known),
        "likeness": rules.likeness(said.name, known),
        "neighbourhood": at.neighbourhood,
        "country": address.get("country", "") or "TR",
        **{
            name: known.get(name, "")
            for name in ("name", "company", "line", "district", "city", "postal_code")
        },
    }

"""Note: what the merchant's people say of a customer themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.customers.actions.refresh import refresh
from prapazar.domain.customers.actions.tally import tally
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.foundation import live
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

MOST_TAGS, LONGEST_TAG, LONGEST_NOTE, LONGEST_NAME = 20, 40, 4000, 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What to change; None leaves a thing as it is."""

    name: str | None = None
    note: str | None = None
    tags: Sequence[str] | None = None


_CHANGE = text(
    "UPDATE customer SET name = coalesce(:name, name), folded_name = coalesce(:folded, folded_name),"
    " note = coalesce(:note, note), tags = coalesce(:tags, tags), updated_at = now()"
    " WHERE id = :id AND merchant_id = :merchant AND merged_into_id IS NULL RETURNING id"
).bindparams(bindparam("tags", type_=JSONB(none_as_null=True)))


def change(session: Session, scope: Scope, customer_id: UUID, facts: Facts) -> None:
    """Raises CustomerMissing, CustomerRefused for an empty name."""
    scope.require("customers.write")
    name = None if facts.name is None else facts.name.strip()[:LONGEST_NAME]
    if name == "":
        raise CustomerRefused("customers.name_needed")
    done = session.execute(
        _CHANGE,
        {
            "id": customer_id,
            "merchant": scope.merchant_id,
            "name": name,
            "folded": None if name is None else " ".join(words(name)),
            "note": None if facts.note is None else facts.note.strip()[:LONGEST_NOTE],
            "tags": None if facts.tags is None else _tags(facts.tags),
        },
    ).first()
    if done is None:
        raise CustomerMissing(customer_id)
    if name is not None:
        refresh(session, scope, {customer_id})
    elif facts.tags is not None:
        tally(session, scope, {customer_id})
    live.tell(session, scope.merchant_id, "customers.changed")


def _tags(said: Sequence[str]) -> list[str]:
    """Each once, as first written."""
    kept = {tag.strip()[:LONGEST_TAG]: None for tag in said if tag.strip()}
    return list(kept)[:MOST_TAGS]

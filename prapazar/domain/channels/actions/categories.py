"""Categories of a channel and what it asks for in each, as it last told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation import live
from prapazar.foundation.scope import Scope

_CATEGORIES = text(
    "WITH told AS (SELECT * FROM unnest(CAST(:externals AS text[]), CAST(:parents AS text[]), CAST(:names AS text[]),"
    "  CAST(:leaves AS boolean[])) AS t(external_id, parent, name, is_leaf)),"
    " gone AS (DELETE FROM channel_category WHERE connection_id = :connection"
    "  AND external_id NOT IN (SELECT external_id FROM told))"
    " INSERT INTO channel_category (id, merchant_id, connection_id, external_id, parent_external_id, name, is_leaf,"
    "  fetched_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, external_id, parent, name, is_leaf, now() FROM told"
    " ON CONFLICT (connection_id, external_id) DO UPDATE SET name = excluded.name,"
    "  parent_external_id = excluded.parent_external_id, is_leaf = excluded.is_leaf, fetched_at = now()"
)


def replace_categories(
    session: Session, scope: Scope, connection_id: UUID, rows: Sequence[tuple[str, str | None, str, bool]]
) -> None:
    """(external id, parent's, name, is a leaf); what the channel no longer has goes."""
    session.execute(
        _CATEGORIES,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "externals": [row[0] for row in rows],
            "parents": [row[1] for row in rows],
            "names": [row[2] for row in rows],
            "leaves": [row[3] for row in rows],
        },
    )


_ATTRIBUTES = text(
    "INSERT INTO channel_attribute (id, merchant_id, connection_id, category_external_id, external_id, place, name,"
    "  is_required, allows_custom, is_variant, choices, fetched_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, :category, a.external_id, a.place, a.name, a.is_required,"
    "  a.allows_custom, a.is_variant, a.choices, now() FROM jsonb_to_recordset(:rows)"
    "  AS a(external_id text, place int, name text, is_required boolean, allows_custom boolean, is_variant boolean,"
    "  choices jsonb)"
    " ON CONFLICT (connection_id, category_external_id, external_id) DO UPDATE SET place = excluded.place,"
    "  name = excluded.name, is_required = excluded.is_required, allows_custom = excluded.allows_custom,"
    "  is_variant = excluded.is_variant, choices = excluded.choices, fetched_at = now()"
).bindparams(bindparam("rows", type_=JSONB))


def replace_attributes(
    session: Session, scope: Scope, connection_id: UUID, category: str, rows: list[dict[str, Any]]
) -> None:
    """{external_id, place, name, is_required, allows_custom, is_variant, choices}; what is asked no more goes."""
    values = {"connection": connection_id, "category": category}
    session.execute(
        text(
            "DELETE FROM channel_attribute WHERE connection_id = :connection AND category_external_id = :category"
            " AND NOT external_id = ANY(CAST(:kept AS text[]))"
        ),
        {**values, "kept": [row["external_id"] for row in rows]},
    )
    session.execute(_ATTRIBUTES, {**values, "merchant": scope.merchant_id, "rows": rows})
    session.execute(
        text(
            "UPDATE channel_category SET asked_at = now() WHERE connection_id = :connection"
            " AND external_id = :category"
        ),
        values,
    )
    live.tell(session, scope.merchant_id, "mappings.changed", connection=str(connection_id))

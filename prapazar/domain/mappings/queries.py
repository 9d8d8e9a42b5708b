"""Reads of mappings: what is mapped, what waits on either side, and what a worker translates with."""

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.rules import (
    CARRIERS,
    PARCEL_STATUSES,
    STATUSES,
    Asked,
    Target,
    key_of,
    own_name,
    own_source,
)

MOST_KEYS = 20_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class MappingRow:
    id: UUID
    place: str
    key: str
    label: str
    target_id: str
    target_name: str
    origin: str
    person: str | None
    mapped_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """One thing of the side that is looked up."""

    place: str
    key: str
    label: str
    count: int = 0
    """Products, packages or parked orders it is about."""
    where: str = ""
    """What the place is called."""
    is_required: bool = False


def mapped(session: Session, connection_id: UUID, kind: MappingKind) -> dict[tuple[str, str], MappingRow]:
    found = session.execute(
        text(
            "SELECT m.id, m.place, m.key, m.label, m.target_id, m.target_name, m.origin, u.name, m.mapped_at"
            " FROM mapping m LEFT JOIN app_user u ON u.id = m.user_id"
            " WHERE m.connection_id = :connection AND m.kind = :kind"
        ),
        {"connection": connection_id, "kind": kind.value},
    )
    return {(row.place, row.key): MappingRow(*row) for row in found}


def targets_of(session: Session, connection_id: UUID, kind: MappingKind) -> dict[tuple[str, str], str]:
    """(place, key) to the target's id: what a worker translates with."""
    found = session.execute(
        text("SELECT place, key, target_id FROM mapping WHERE connection_id = :connection AND kind = :kind"),
        {"connection": connection_id, "kind": kind.value},
    )
    return {(row.place, row.key): row.target_id for row in found}


_KEYS = {
    MappingKind.CATEGORY: (
        "SELECT '', CAST(c.id AS text), c.path, count(p.id) FROM category c"
        " JOIN product p ON p.category_id = c.id AND p.status <> 'archived' GROUP BY c.id ORDER BY c.path"
    ),
    MappingKind.BRAND: (
        "SELECT '', CAST(b.id AS text), b.name, count(p.id) FROM brand b"
        " JOIN product p ON p.brand_id = b.id AND p.status <> 'archived' GROUP BY b.id ORDER BY b.folded"
    ),
    MappingKind.CARRIER: (
        "SELECT '', carrier, carrier, count(*) FROM shipment_package WHERE connection_id = :connection"
        " AND carrier <> '' GROUP BY carrier ORDER BY carrier"
    ),
    MappingKind.STATUS: (
        "SELECT '', values ->> 'detail', values ->> 'detail', count(*) FROM repair"
        " WHERE connection_id = :connection AND kind = 'unreadable' AND code = 'connector.unknown_status'"
        " AND resolved_at IS NULL AND values ->> 'detail' <> '' GROUP BY 2 ORDER BY 2"
    ),
}


def keys(session: Session, connection_id: UUID, kind: MappingKind) -> list[Key]:
    """What there is to map, mapped or not."""
    if kind is MappingKind.ATTRIBUTE:
        return _attribute_keys(session, connection_id)
    if kind is MappingKind.VALUE:
        return _value_keys(session, connection_id)
    found = session.execute(
        text(f"{_KEYS[kind]} LIMIT :most"), {"connection": connection_id, "most": MOST_KEYS}
    )
    rows = [Key(*row) for row in found]
    if kind is MappingKind.CARRIER:
        ours = {key_of(name) for name in CARRIERS}
        rows = [row for row in rows if key_of(row.label) not in ours]
    return rows


def asked_by(
    session: Session, connection_id: UUID, categories: Sequence[str] | None = None
) -> dict[str, list[Asked]]:
    """By category of the channel, in its order; None: of all that are mapped to."""
    found = session.execute(
        text(
            "SELECT category_external_id, external_id, name, is_required, allows_custom, choices"
            " FROM channel_attribute WHERE connection_id = :connection AND category_external_id = ANY("
            "  coalesce(CAST(:categories AS text[]), ARRAY(SELECT target_id FROM mapping"
            "   WHERE connection_id = :connection AND kind = 'category')))"
            " ORDER BY category_external_id, place"
        ),
        {"connection": connection_id, "categories": None if categories is None else list(categories)},
    )
    asked: dict[str, list[Asked]] = {}
    for row in found:
        choices = tuple((choice["id"], choice["name"]) for choice in row.choices)
        one = Asked(row.external_id, row.name, row.is_required, row.allows_custom, choices)
        asked.setdefault(row.category_external_id, []).append(one)
    return asked


def asked_nothing(session: Session, connection_id: UUID) -> dict[str, list[Asked]]:
    """Categories whose attributes were read, and there are none."""
    found = session.execute(
        text(
            "SELECT external_id FROM channel_category c WHERE connection_id = :connection AND asked_at IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM channel_attribute a WHERE a.connection_id = c.connection_id"
            "  AND a.category_external_id = c.external_id)"
        ),
        {"connection": connection_id},
    )
    return {category: [] for category in found.scalars()}


def category_paths(session: Session, connection_id: UUID) -> list[Target]:
    """The channel's leaves with the names above them."""
    # Put together here: row-level security hides the statistics a recursive query would need to be quick.
    rows = session.execute(
        text(
            "SELECT external_id, parent_external_id, name, is_leaf FROM channel_category"
            " WHERE connection_id = :connection"
        ),
        {"connection": connection_id},
    ).all()
    above = {row.external_id: (row.parent_external_id, row.name) for row in rows}
    leaves = [Target(row.external_id, row.name, _path(above, row.external_id)) for row in rows if row.is_leaf]
    return sorted(leaves, key=lambda one: one.path)


def _path(above: Dict[str, tuple[str | None, str]], external_id: str) -> str:
    names: list[str] = []
    at: str | None = external_id
    while at is not None and at in above and len(names) < _DEEPEST:
        at, name = above[at]
        names.insert(0, name)
    return " > ".join(names)


def _attribute_keys(session: Session, connection_id: UUID) -> list[Key]:
    """What has to be answered stands first."""
    names = {one.id: one.title for one in category_paths(session, connection_id)}
    found = [
        Key(category, one.external_id, one.name, 0, names.get(category, category), one.is_required)
        for category, asked in asked_by(session, connection_id).items()
        for one in asked
    ]
    return sorted(found, key=lambda key: (not key.is_required, key.where))


_OUR_VALUES = text(
    "SELECT m.target_id, e.key, e.value, count(DISTINCT p.id) FROM mapping m"
    " JOIN product p ON CAST(p.category_id AS text) = m.key AND p.status <> 'archived'"
    " JOIN variant v ON v.product_id = p.id CROSS JOIN LATERAL jsonb_each_text(p.attributes || v.options) e"
    " WHERE m.connection_id = :connection AND m.kind = 'category' AND e.value <> ''"
    " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT :most"
)


def value_place(category: str, attribute: str) -> str:
    return f"{category}/{attribute}"


def _value_keys(session: Session, connection_id: UUID) -> list[Key]:
    """Our words for attributes that offer a list and have none of the same name."""
    ours: dict[tuple[str, str], dict[str, tuple[str, int]]] = {}
    for row in session.execute(_OUR_VALUES, {"connection": connection_id, "most": MOST_KEYS}):
        ours.setdefault((row[0], key_of(row[1])), {})[key_of(row[2])] = (row[2], row[3])
    sources = targets_of(session, connection_id, MappingKind.ATTRIBUTE)
    found = []
    for category, asked in asked_by(session, connection_id).items():
        for one in asked:
            name = own_name(sources.get((category, one.external_id), own_source(one.name)))
            same = {key_of(choice) for _, choice in one.choices}
            for key, (label, count) in ours.get((category, name or ""), {}).items() if same else ():
                if key not in same:
                    place = value_place(category, one.external_id)
                    found.append(Key(place, key, label, count, one.name, one.is_required))
    return found


def targets(session: Session, connection_id: UUID, kind: MappingKind, place: str = "") -> list[Target]:
    """What a key of this place may become."""
    if kind is MappingKind.CATEGORY:
        return category_paths(session, connection_id)
    if kind is MappingKind.BRAND:
        return _names(
            session,
            "SELECT DISTINCT raw ->> 'brand' FROM listing WHERE connection_id = :connection"
            " AND raw ->> 'brand' <> '' ORDER BY 1",
            connection_id,
        )
    if kind is MappingKind.CARRIER:
        used = _names(
            session,
            "SELECT DISTINCT target_name FROM mapping WHERE kind = 'carrier' ORDER BY 1",
            connection_id,
        )
        return list({key_of(one.name): one for one in [*(Target(n, n) for n in CARRIERS), *used]}.values())
    if kind is MappingKind.STATUS:
        return [
            Target(one, one) for one in (PARCEL_STATUSES if is_carrier(session, connection_id) else STATUSES)
        ]
    category, _, attribute = place.partition("/")
    asked = {one.external_id: one for one in asked_by(session, connection_id, [category]).get(category, [])}
    if kind is MappingKind.VALUE:
        known = asked.get(attribute)
        return [Target(number, name) for number, name in known.choices] if known else []
    return own_names(session)


def own_names(session: Session) -> list[Target]:
    """The names under which our products and variants say something."""
    found = session.execute(
        text(
            "SELECT DISTINCT jsonb_object_keys(options) FROM variant"
            " UNION SELECT DISTINCT jsonb_object_keys(attributes) FROM product ORDER BY 1"
        )
    ).scalars()
    return list({one.id: one for one in (Target(own_source(name), name) for name in found)}.values())


def _names(session: Session, question: str, connection_id: UUID) -> list[Target]:
    found = session.execute(text(question), {"connection": connection_id})
    return [Target(name, name) for name in found.scalars()]


# memory

_ELSEWHERE = text(
    "SELECT DISTINCT ON (m.place, m.key) m.place, m.key, m.target_id, m.target_name, c.name FROM mapping m"
    " JOIN connection c ON c.id = m.connection_id JOIN connection here ON here.id = :connection"
    " WHERE m.merchant_id = here.merchant_id AND m.kind = :kind AND c.id <> here.id AND c.connector = here.connector"
    " ORDER BY m.place, m.key, m.mapped_at DESC"
)
_LISTED = (
    "SELECT CAST(p.{column} AS text), l.raw ->> '{field}', count(DISTINCT p.id), l.connection_id = :connection"
    " FROM listing l JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id"
    " WHERE l.match = 'matched' AND p.{column} IS NOT NULL AND l.raw ->> '{field}' <> ''"
    " GROUP BY 1, 2, 4 ORDER BY 4 DESC, 3 DESC, 2"
)
_FIELDS = {MappingKind.CATEGORY: ("category_id", "category"), MappingKind.BRAND: ("brand_id", "brand")}


@dataclass(frozen=True, slots=True)
class Memory:
    """What was mapped so before, and where products of a key stand already."""

    elsewhere: Dict[tuple[str, str], tuple[Target, str]]
    """On other connections of the same channel: the target, and the connection's name."""
    listed: Dict[str, list[tuple[str, int]]]
    """By key: (the channel's word, products) on this connection, the most first."""
    other: Dict[str, list[str]]
    """By key: the words of other channels, those of the most products first."""


def memory(session: Session, connection_id: UUID, kind: MappingKind) -> Memory:
    told = session.execute(_ELSEWHERE, {"connection": connection_id, "kind": kind.value})
    elsewhere = {(row[0], row[1]): (Target(row[2], row[3]), row[4]) for row in told}
    listed: dict[str, list[tuple[str, int]]] = {}
    other: dict[str, list[str]] = {}
    if kind in _FIELDS:
        column, field = _FIELDS[kind]
        found = session.execute(
            text(_LISTED.format(column=column, field=field)), {"connection": connection_id}
        )
        for key, word, count, is_here in found:
            if is_here:
                listed.setdefault(key, []).append((word, count))
            else:
                other.setdefault(key, []).append(word)
    return Memory(elsewhere, listed, other)


def is_carrier(session: Session, connection_id: UUID) -> bool:
    """Its parcels are followed."""
    found = session.execute(
        text("SELECT 1 FROM sync_job WHERE connection_id = :id AND kind = 'tracking'"), {"id": connection_id}
    )
    return found.first() is not None


def statuses_of(session: Session, connection_id: UUID) -> dict[str, str]:
    """The channel's word to ours."""
    found = targets_of(session, connection_id, MappingKind.STATUS)
    return {key: target for (_, key), target in found.items()}


def carriers_of(session: Session, connection_id: UUID) -> dict[str, str]:
    """The channel's name of a carrier, folded, to ours."""
    found = targets_of(session, connection_id, MappingKind.CARRIER)
    return {key_of(key): target for (_, key), target in found.items()}


def carrier_for(session: Session, connection_id: UUID, ours: str | None) -> str | None:
    """What the channel calls a carrier of ours; our own word where nobody said."""
    if not ours:
        return ours
    found = session.execute(
        text(
            "SELECT key FROM mapping WHERE connection_id = :connection AND kind = 'carrier'"
            " AND (target_id = :ours OR lower(target_id) = lower(:ours)) ORDER BY mapped_at DESC, key LIMIT 1"
        ),
        {"connection": connection_id, "ours": ours},
    ).scalar()
    return found or ours


def has_categories(session: Session, connection_id: UUID) -> bool:
    """The channel's tree was fetched."""
    found = session.execute(
        text("SELECT 1 FROM channel_category WHERE connection_id = :connection LIMIT 1"),
        {"connection": connection_id},
    ).scalar()
    return found is not None

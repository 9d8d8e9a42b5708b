"""How a line of a mapping table is written on the screen, and what may be chosen for it."""

import hashlib
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.mappings import queries
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.mappings.queries import MappingRow
from prapazar.domain.mappings.rules import Asked, Suggestion, Target, found_in, text_source, value_source
from prapazar.domain.mappings.suggestions import Line
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

MOST_HITS = 30
_FREE = {MappingKind.BRAND, MappingKind.CARRIER}
_SURE = 80


class ShownLine(TypedDict):
    id: str
    label: str
    where: str
    is_required: str
    count: str
    view: str
    target: str
    why: str
    score: str
    tone: str
    mapping: str


class Hit(TypedDict):
    id: str
    name: str
    path: str


def shown(line: Line, kind: MappingKind, locale: Locale) -> ShownLine:
    told, offer = line.mapping, line.suggestion
    target = told or offer
    return ShownLine(
        id=hashlib.blake2b(f"{line.key.place}|{line.key.key}".encode(), digest_size=8).hexdigest(),
        label=line.key.label,
        where=line.key.where,
        is_required="1" if line.key.is_required else "",
        count=formats.number(line.key.count, locale) if line.key.count else "",
        view=line.view,
        target=title_of(kind, target.target_id, target.target_name, locale) if target else "",
        why=_origin(told, locale) if told else _reason(offer, locale) if offer else "",
        score="" if told or not offer else formats.percent(Decimal(offer.score) / 100, locale),
        tone="good" if offer and offer.score >= _SURE else "wait",
        mapping=str(told.id) if told else "",
    )


def title_of(kind: MappingKind, target_id: str, name: str, locale: Locale) -> str:
    """A target in the reader's language."""
    if kind is MappingKind.STATUS:
        return _status(target_id, locale)
    if kind is MappingKind.ATTRIBUTE:
        key = "own_answer" if target_id.startswith("own:") else "fixed_answer"
        return say(locale, f"mappings.{key}", name=name)
    return name


def _status(status: str, locale: Locale) -> str:
    """Of an order, or of a parcel on its way."""
    key = f"order_status.{status}"
    return say(locale, key if knows(key) else f"shipping.status_{status}")


def _origin(row: MappingRow, locale: Locale) -> str:
    return say(locale, f"mappings.origin_{row.origin}", person=row.person or say(locale, "mappings.nobody"))


def _reason(offer: Suggestion, locale: Locale) -> str:
    return say(locale, f"mappings.reason_{offer.reason.value}", detail=offer.detail)


def hits(
    session: Session,
    connection_id: UUID,
    kind: MappingKind,
    place: str,
    key: str,
    typed: str,
    locale: Locale,
) -> list[Hit]:
    """What a person may choose, those that fit what is typed; last what may be taken as it is typed."""
    if kind is MappingKind.ATTRIBUTE:
        found = _answers(session, connection_id, place, key, typed, locale)
    else:
        known = queries.targets(session, connection_id, kind, place)
        if kind is MappingKind.STATUS:
            known = [Target(one.id, _status(one.id, locale)) for one in known]
        found = [_hit(one) for one in found_in(known, typed, MOST_HITS)]
    if kind in _FREE and typed.strip():
        text = typed.strip()
        found.append(Hit(id=text, name=say(locale, "mappings.use_typed", text=text), path=""))
    return found


def _hit(target: Target) -> Hit:
    return Hit(id=target.id, name=target.name, path=target.path if target.path != target.name else "")


def _answers(
    session: Session, connection_id: UUID, category: str, attribute: str, typed: str, locale: Locale
) -> list[Hit]:
    several = queries.asked_by(session, connection_id, [category]).get(category, [])
    asked: Asked | None = next((one for one in several if one.external_id == attribute), None)
    if asked is None:
        return []
    own = [
        Hit(id=one.id, name=say(locale, "mappings.own_answer", name=one.name), path="")
        for one in found_in(queries.own_names(session), typed, MOST_HITS)
    ]
    choices = [Target(value_source(number), name) for number, name in asked.choices]
    fixed = [
        Hit(id=one.id, name=say(locale, "mappings.fixed_answer", name=one.name), path="")
        for one in found_in(choices, typed, MOST_HITS)
    ]
    text = typed.strip()
    if text and (asked.allows_custom or not asked.choices):
        said = say(locale, "mappings.fixed_answer", name=text)
        fixed.append(Hit(id=text_source(text), name=said, path=""))
    return own + fixed

"""The packing station: a scan becomes a count, the last one a packed order with its shipment and label."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.packing import actions, queries, queries_splits, rules
from prapazar.domain.packing.enums import Verdict
from prapazar.domain.packing.queries import Article, Box, Candidate, Waiting
from prapazar.domain.packing.rules import Decision, Item
from prapazar.domain.shipping import labels_read
from prapazar.domain.shipping.labels_read import PackageLabel
from prapazar.flows import shipment_desk
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Scanned:
    """What became of a scan, and what the station shows now."""

    verdict: Verdict
    code: str = ""
    times: int = 1
    item: Item | None = None
    article: Article | None = None
    """Of what was refused."""
    candidates: tuple[Candidate, ...] = ()
    """Where a number means several packages."""
    box: Box | None = None
    items: tuple[Item, ...] = ()
    """Of the box that stands open."""
    packed_id: UUID | None = None
    refusal: str = ""
    """Why the packed one got no shipment, or this one is not packed now: a code of foundation.texts."""
    label: PackageLabel | None = None
    """Of the packed one; None where it got no shipment."""
    waiting: tuple[Waiting, ...] = ()


def enter(session: Session, scope: Scope) -> Scanned:
    """On opening the station: what was begun goes on."""
    begun = queries.begun(session, scope)
    return _shown(session, scope, begun, Scanned(Verdict.OPENED if begun else Verdict.NOTHING))


def scan(session: Session, scope: Scope, package_id: UUID | None, text: str) -> Scanned:
    """`text` is what the field held. Articles of the open box go first: their codes are never mistaken for numbers.

    On an empty table an article packs at once the most urgent order that was fetched and wants nothing else.
    """
    code, times = rules.typed(text)
    if package_id is not None:
        decision = actions.count(session, scope, package_id, code, times)
        if decision.verdict is not Verdict.WRONG:
            return _counted(session, scope, package_id, decision, code, times)
    found = queries.find(session, scope, code)
    if found:
        return _open(session, scope, package_id, found, code)
    article = queries.article(session, scope, code)
    if article is not None and package_id is None:
        alone = queries.alone(session, scope, article.id, times)
        if alone is not None:
            decision = actions.count(session, scope, alone, code, times)
            return _counted(session, scope, alone, decision, code, times)
    if article is None:
        return _shown(session, scope, package_id, Scanned(Verdict.UNKNOWN, code, times))
    verdict = Verdict.NO_PACKAGE if package_id is None else Verdict.WRONG
    article = queries.with_wanting(session, scope, article)
    return _shown(session, scope, package_id, Scanned(verdict, code, times, article=article))


def open_package(session: Session, scope: Scope, package_id: UUID | None, wanted: UUID) -> Scanned:
    """By choice instead of by scan."""
    return _open(session, scope, package_id, [Candidate(wanted, queries.OPEN[0], "")], "")


def open_next(session: Session, scope: Scope) -> Scanned:
    """The most urgent one that waits."""
    first = queries.waiting(session, scope, 1)
    if not first:
        return _shown(session, scope, None, Scanned(Verdict.NOTHING))
    return open_package(session, scope, None, first[0].id)


def count_item(session: Session, scope: Scope, package_id: UUID, item_id: UUID) -> Scanned:
    decision = actions.count_item(session, scope, package_id, item_id)
    return _counted(session, scope, package_id, decision, "", 1)


def undo(session: Session, scope: Scope, package_id: UUID) -> Scanned:
    item = actions.undo(session, scope, package_id)
    verdict = Verdict.NOTHING if item is None else Verdict.UNDONE
    return _shown(session, scope, package_id, Scanned(verdict, item=item))


def put_aside(session: Session, scope: Scope) -> Scanned:
    """The table is free; what was counted stays counted."""
    return _shown(session, scope, None, Scanned(Verdict.NOTHING))


def _open(session: Session, scope: Scope, before: UUID | None, found: list[Candidate], code: str) -> Scanned:
    ready = [one for one in found if one.status in queries.OPEN]
    if len(ready) > 1:
        return _shown(session, scope, before, Scanned(Verdict.OPENED, code, candidates=tuple(ready)))
    if ready and actions.open_box(session, scope, ready[0].id):
        return _shown(session, scope, ready[0].id, Scanned(Verdict.OPENED, code))
    refusal = _refusal(session, ready[0].id) if ready else ""
    answer = Scanned(Verdict.NOT_OPEN, code, candidates=tuple(found[:1]), refusal=refusal)
    return _shown(session, scope, before, answer)


def _refusal(session: Session, package_id: UUID) -> str:
    if queries.is_elsewhere(session, package_id):
        return "packing.at_supplier"
    return "packing.split_asked" if queries_splits.is_asked(session, package_id) else ""


def _counted(
    session: Session, scope: Scope, package_id: UUID, decision: Decision, code: str, times: int
) -> Scanned:
    answer = Scanned(decision.verdict, code, times, item=decision.item)
    if decision.verdict is not Verdict.PACKED:
        return _shown(session, scope, package_id, answer)
    box = queries.box(session, package_id)
    actions.pack(session, scope, package_id)
    refusal = _ship(session, scope, package_id)
    return Scanned(
        Verdict.PACKED,
        code,
        times,
        item=decision.item,
        box=box,
        packed_id=package_id,
        refusal=refusal,
        label=labels_read.of_packages(session, [package_id]).get(package_id),
        waiting=tuple(queries.waiting(session, scope)),
    )


def _ship(session: Session, scope: Scope, package_id: UUID) -> str:
    """Whoever packs may not always ship: the order then waits packed, and says so."""
    if not scope.can("fulfillment.write"):
        return "packing.may_not_ship"
    opened = shipment_desk.open_now(session, scope, [package_id])
    code = opened.refused.get(package_id, "")
    return "" if code == "shipping.has_shipment" else code


def _shown(session: Session, scope: Scope, package_id: UUID | None, answer: Scanned) -> Scanned:
    box = queries.box(session, package_id) if package_id else None
    items = tuple(queries.items(session, package_id)) if package_id else ()
    item = next((one for one in items if answer.item and one.id == answer.item.id), answer.item)
    return replace(answer, item=item, box=box, items=items, waiting=tuple(queries.waiting(session, scope)))

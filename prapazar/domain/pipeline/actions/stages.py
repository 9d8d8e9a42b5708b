"""Stages: begun with, named, put in order, removed when empty."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.pipeline import queries
from prapazar.domain.pipeline.enums import FIRST_STAGES, StageKind
from prapazar.domain.pipeline.errors import DealMissing, DealRefused
from prapazar.domain.pipeline.models import PipelineStage
from prapazar.domain.pipeline.rules import MOST_STAGES
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


def start(session: Session, scope: Scope) -> None:
    """The first stages, where there are none yet; two who begin at once begin the same pipeline."""
    scope.require("customers.write")
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"pipeline:{scope.merchant_id}"},
    )
    if queries.stages(session, scope):
        return
    for place, (name, probability, kind) in enumerate(FIRST_STAGES):
        session.add(
            PipelineStage(
                merchant_id=scope.merchant_id,
                name=name,
                place=place,
                probability=probability,
                kind=kind.value,
            )
        )
    session.flush()


def save_stage(session: Session, scope: Scope, stage_id: UUID | None, name: str, probability: int) -> UUID:
    """A new one stands before those that end it. Raises DealMissing, DealRefused."""
    scope.require("customers.write")
    clean = " ".join(name.split())[:40]
    if not clean:
        raise DealRefused("pipeline.stage_name_needed", "name")
    if not 0 <= probability <= 100:  # noqa: PLR2004 - percent
        raise DealRefused("pipeline.probability_wrong", "probability")
    known = queries.stages(session, scope)
    if stage_id is None:
        if len(known) >= MOST_STAGES:
            raise DealRefused("pipeline.too_many_stages", "name")
        row = PipelineStage(merchant_id=scope.merchant_id, name=clean, probability=probability)
        session.add(row)
        session.flush()
        opened = [one.id for one in known if one.kind is StageKind.OPEN]
        rest = [one.id for one in known if one.kind is not StageKind.OPEN]
        order_stages(session, scope, [*opened, row.id, *rest])
        return row.id
    found = _locked(session, scope, stage_id)
    found.name = clean
    if found.kind == StageKind.OPEN:
        found.probability = probability
    session.flush()
    live.tell(session, scope.merchant_id, "pipeline.changed")
    return found.id


def order_stages(session: Session, scope: Scope, stage_ids: Sequence[UUID]) -> None:
    """Those that end it stay last. How far deals came is told anew. Raises DealRefused for any but all of them."""
    scope.require("customers.write")
    known = {one.id: one for one in queries.stages(session, scope)}
    if set(stage_ids) != set(known) or len(stage_ids) != len(known):
        raise DealRefused("pipeline.stages_changed")
    placed = [
        *(one for one in stage_ids if known[one].kind is StageKind.OPEN),
        *(one for one in stage_ids if known[one].kind is StageKind.WON),
        *(one for one in stage_ids if known[one].kind is StageKind.LOST),
    ]
    values = {"merchant": scope.merchant_id, "ids": placed, "places": list(range(len(placed)))}
    session.execute(
        text(
            "WITH n AS (SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:places AS int[])) AS n(id, place)),"
            " moved AS (UPDATE deal d SET reached = n.place FROM pipeline_stage s JOIN n ON n.id = s.id"
            "  WHERE d.merchant_id = :merchant AND s.merchant_id = :merchant AND s.place = d.reached"
            "  AND s.kind = 'open' AND n.place <> d.reached)"
            " UPDATE pipeline_stage s SET place = n.place FROM n WHERE s.id = n.id AND s.merchant_id = :merchant"
        ),
        values,
    )
    session.expire_all()
    live.tell(session, scope.merchant_id, "pipeline.changed")


def delete_stage(session: Session, scope: Scope, stage_id: UUID) -> None:
    """Raises DealMissing, DealRefused while deals lie in it, or for one that ends the pipeline."""
    scope.require("customers.delete")
    row = _locked(session, scope, stage_id)
    if row.kind != StageKind.OPEN:
        raise DealRefused("pipeline.stage_needed")
    if session.execute(text("SELECT 1 FROM deal WHERE stage_id = :id LIMIT 1"), {"id": stage_id}).scalar():
        raise DealRefused("pipeline.stage_in_use")
    others = [one for one in queries.stages(session, scope) if one.kind is StageKind.OPEN]
    if len(others) == 1:
        raise DealRefused("pipeline.stage_needed")
    session.delete(row)
    session.flush()
    live.tell(session, scope.merchant_id, "pipeline.changed")


def _locked(session: Session, scope: Scope, stage_id: UUID) -> PipelineStage:
    row = session.get(PipelineStage, stage_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise DealMissing(stage_id)
    return row

"""Evidence for the rejection of a claim: which of its files a channel takes, and reading them for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.aftersales import EvidenceFile
from prapazar.connector_kit.manifest import Evidence
from prapazar.domain.aftersales.enums import Verdict
from prapazar.domain.aftersales.errors import ClaimRefused
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.files import actions as files
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import Subject
from prapazar.domain.files.errors import FileMissing
from prapazar.foundation.scope import Scope

Rule = Evidence
"""For screens, which know no connectors."""
_CONNECTOR = text(
    "SELECT c.connector FROM claim k JOIN connection c ON c.id = k.connection_id WHERE k.id = :id"
)


def rules(connector: str | None) -> Evidence | None:
    """None for a channel that takes no files."""
    return registry.manifest(connector).evidence if connector in registry.slugs() else None


def goes(rule: Evidence | None, file: KeptFile) -> bool:
    return rule is not None and file.content_type in rule.kinds and file.size <= rule.bytes


def with_files(session: Session, scope: Scope, decision: Decision) -> Decision:
    """A rejection with the newest files its channel takes. Raises ClaimRefused where it wants some and none fits."""
    rule = rules(session.execute(_CONNECTOR, {"id": decision.claim_id}).scalar())
    if rule is None or decision.verdict is not Verdict.REJECT:
        return decision
    kept = files.listed(session, scope, Subject.CLAIM, [decision.claim_id])
    fitting = [one.id for one in kept if goes(rule, one)][: rule.files]
    if not fitting and rule.is_needed and decision.reason and decision.reason not in rule.not_needed_for:
        raise ClaimRefused("claims.evidence_unfit" if kept else "claims.evidence_needed")
    return replace(decision, file_ids=tuple(fitting))


def read(session: Session, scope: Scope, payload: Mapping[str, Any]) -> Sequence[EvidenceFile]:
    """Of a decision that waits to be told; one that was deleted meanwhile is left out."""
    found: list[EvidenceFile] = []
    for file_id in payload.get("files") or []:
        try:
            kept, content = files.read(session, scope, UUID(file_id))
        except FileMissing:
            continue
        found.append(EvidenceFile(kept.name, kept.content_type, content))
    return found

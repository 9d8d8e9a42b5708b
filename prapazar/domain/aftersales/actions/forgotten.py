"""Forgotten: claims and questions told again of people who asked to be removed come in without them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.aftersales.records import IncomingClaim, IncomingQuestion
from prapazar.domain.customers import erased
from prapazar.domain.customers.enums import ErasedKind
from prapazar.foundation.scope import Scope


def claims_without_buyers(
    session: Session, scope: Scope, connection_id: UUID, claims: Sequence[IncomingClaim]
) -> Sequence[IncomingClaim]:
    if not claims or not erased.any_here(session, scope):
        return claims
    named = {
        one.external_id: [
            (ErasedKind.CLAIM.value, f"{connection_id}:{one.external_id}"),
            (ErasedKind.ORDER.value, f"{connection_id}:{one.order_external_id}"),
        ]
        for one in claims
    }
    known = erased.known(session, scope, [name for names in named.values() for name in names])
    return [
        replace(one, buyer_name="", lines=tuple(replace(line, note="") for line in one.lines))
        if any(name in known for name in named[one.external_id])
        else one
        for one in claims
    ]


def questions_without_askers(
    session: Session, scope: Scope, connection_id: UUID, questions: Sequence[IncomingQuestion]
) -> Sequence[IncomingQuestion]:
    if not questions or not erased.any_here(session, scope):
        return questions
    named = {
        one.external_id: [
            (ErasedKind.QUESTION.value, f"{connection_id}:{one.external_id}"),
            (ErasedKind.ORDER.value, f"{connection_id}:{one.order_external_id}"),
        ]
        for one in questions
    }
    known = erased.known(session, scope, [name for names in named.values() for name in names])
    return [
        replace(one, customer_name="", body="", answer=None)
        if any(name in known for name in named[one.external_id])
        else one
        for one in questions
    ]

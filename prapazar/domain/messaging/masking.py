"""Addresses, and what a notification tells, as a scope may see them."""

from collections.abc import Collection, Mapping
from typing import Any

from prapazar.domain.access.masking import DOTS
from prapazar.domain.messaging.enums import Way
from prapazar.foundation.scope import Scope

_WRITTEN = {"tickets": "subject", "other.note": "text"}
"""By kind, or by its subject: the value of a notification that somebody wrote."""


def masked(scope: Scope, way: str, address: str) -> str:
    field = "buyer.email" if way == Way.EMAIL else "buyer.phone"
    return DOTS if address and scope.hides(field) else address


def told(masks: Collection[str], kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a notification's sentence is made of; tasks and entries say themselves whether they are about a person."""
    if not masks:
        return dict(values)
    written = {_WRITTEN.get(kind, ""), _WRITTEN.get(kind.partition(".")[0], "")}
    if values.get("of_person"):
        written.add("title")
    return {name: DOTS if name in written and value else value for name, value in values.items()}

"""Saving what a bundle is made of; one that is dissolved has no units until somebody counts it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import bundles
from prapazar.domain.catalog.actions.bundles import Component
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation.scope import Scope


def save(session: Session, scope: Scope, variant_id: UUID, components: Sequence[Component]) -> bool:
    """Returns whether it changed. Raises ValueInvalid.

    A variant nobody counted is told to no channel, so one that stops being a bundle is counted as none:
    else its channels would go on selling what its components once allowed.
    """
    changed = bundles.set_components(session, scope, variant_id, components)
    if changed and not components:
        set_on_hand(session, scope, [StockCount(variant_id, 0)], note="bundle")
    return changed

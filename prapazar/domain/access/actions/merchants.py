"""Merchants: a new one begins with the seeded roles."""

import re
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.models import Merchant, Role
from prapazar.domain.access.permissions import SEEDS
from prapazar.foundation.ids import new_id
from prapazar.foundation.search import fold


def create_merchant(session: Session, name: str) -> UUID:
    """As the system role. Raises AccessInvalid."""
    clean = name.strip()[:120]
    if not clean:
        raise AccessInvalid("merchant_name", "forms.required")
    slug = re.sub(r"[^a-z0-9]+", "-", fold(clean)).strip("-") or "merchant"
    made = Merchant(name=clean, slug=f"{slug}-{new_id().hex[-6:]}")
    session.add(made)
    session.flush()
    for seed in SEEDS:
        session.add(
            Role(
                merchant_id=made.id,
                key=seed.key,
                name=seed.name,
                permissions=list(seed.permissions),
                masks=list(seed.masks),
            )
        )
    session.flush()
    return made.id

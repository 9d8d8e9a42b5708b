"""What a person can choose from: brands and categories, for filters and forms."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like, fold

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Choice:
    id: UUID
    name: str


def brands(session: Session, scope: Scope, typed: str = "") -> list[Choice]:
    """The first two hundred whose name begins with, or has a word that begins with, what was typed."""
    scope.require("products.read")
    found = session.execute(
        text(
            "SELECT id, name FROM brand WHERE starts_with(folded, :typed) OR folded LIKE '% ' || :escaped || '%'"
            " ORDER BY folded LIMIT :most"
        ),
        {"typed": fold(typed.strip()), "escaped": escape_like(fold(typed.strip())), "most": MOST_CHOICES},
    )
    return [Choice(*row) for row in found]


def categories(session: Session, scope: Scope) -> list[Choice]:
    """Paths in order, so that a parent stands above its children."""
    scope.require("products.read")
    found = session.execute(text("SELECT id, path FROM category ORDER BY path LIMIT 5000"))
    return [Choice(*row) for row in found]


def suppliers(session: Session, scope: Scope) -> list[Choice]:
    """Whom products may be bought from."""
    scope.require("products.read")
    found = session.execute(
        text("SELECT id, name FROM warehouse WHERE is_supplier ORDER BY name, id LIMIT :most"),
        {"most": MOST_CHOICES},
    )
    return [Choice(*row) for row in found]

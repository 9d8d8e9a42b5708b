"""What REST answers put in the place of what a role may not see of buyers."""

from collections.abc import Mapping

from prapazar.domain.access.masking import DOTS as DOTS
from prapazar.domain.access.masking import name as name
from prapazar.domain.access.masking import words as words
from prapazar.foundation.scope import Scope


def values(scope: Scope, said: Mapping[str, object], free: frozenset[str]) -> dict[str, object]:
    """Of a line of a timeline; `free`: which of them people wrote."""
    return {key: words(scope, str(value)) if key in free else value for key, value in said.items()}

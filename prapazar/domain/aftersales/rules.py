"""Decisions on plain values: what a template says of an article, and which templates fit a question."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from prapazar.foundation.search import fold, words

_PLACE = re.compile(r"\{([^{}]{1,60})\}")
_MOST = 3
_SHORTEST = 3
"""Shorter words say nothing of what is asked."""
_NEARLY = 5
"""Turkish endings follow the stem: words that agree so far mean the same."""


class Offered(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def used(self) -> int: ...


def filled(body: str, facts: Mapping[str, str]) -> str:
    """`{title}` and the like by what is known; names are compared without case. What is not known stays seen."""
    known = {fold(name): value for name, value in facts.items() if value}
    return _PLACE.sub(lambda found: known.get(fold(found[1].strip()), found[0]), body)


def unknown(body: str) -> list[str]:
    """Places that nothing has filled: such an answer must not leave."""
    return [found[1] for found in _PLACE.finditer(body)]


_Template = TypeVar("_Template", bound=Offered)


def suggested(templates: Sequence[_Template], question: str) -> list[_Template]:
    """Those whose words the question has, the most and then the most used first; at most three."""
    asked = [word for word in words(question) if len(word) >= _SHORTEST]
    scored = [(sum(_is_asked(topic, asked) for topic in one.topics), one) for one in templates]
    hits = [(score, one) for score, one in scored if score]
    hits.sort(key=lambda hit: (-hit[0], -hit[1].used, hit[1].name))
    return [one for _, one in hits[:_MOST]]


def _is_asked(topic: str, asked: Sequence[str]) -> bool:
    wanted = words(topic)
    return bool(wanted) and all(any(_alike(word, said) for said in asked) for word in wanted)


def _alike(wanted: str, said: str) -> bool:
    return said.startswith(wanted[: max(_NEARLY, len(wanted) - 1)]) or said == wanted

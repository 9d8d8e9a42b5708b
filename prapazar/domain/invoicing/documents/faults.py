"""What is wrong with a document: the rule, the place, what the checker said, and sentences for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STEP = re.compile(
    r"(?:\*:(?P<prefixed>\w+)\[namespace-uri\(\)='[^']*'\]"
    r"|\*\[local-name\(\)='(?P<named>\w+)'[^\]]*\]"
    r"|(?:\w+:)?(?P<plain>\w+))(?P<place>\[\d+\])?$"
)


@dataclass(frozen=True, slots=True)
class Fault:
    rule: str
    place: str
    said: str
    """In the checker's own words, for whoever has to look it up."""
    turkish: str
    english: str


MOST_TOLD = 20


def told(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """As a timeline keeps them."""
    return [
        {"place": one.place, "said": one.said[:300], "tr": one.turkish, "en": one.english}
        for one in faults[:MOST_TOLD]
    ]


def short_place(path: str) -> str:
    """`Invoice/InvoiceLine[2]/Item` of the long paths that checkers write."""
    steps = []
    for step in re.split(r"/(?![^\[]*\])", path.strip("/")):
        found = _STEP.search(step)
        if found is None:
            steps.append(step)
            continue
        name = found["prefixed"] or found["named"] or found["plain"]
        position = found["place"] or ""
        steps.append(name if position in {"", "[1]"} else f"{name}{position}")
    return "/".join(steps)

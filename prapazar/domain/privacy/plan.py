"""The steps of an erasure in their order: a worker that follows another one begins where it stopped."""

from dataclasses import dataclass

from prapazar.domain.privacy.inventory import Place, inventory

MASKED = ":masked"
"""After the name of a place: what named the person there in passing."""


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    """`rows`, `mentions`, `sealed`, `files` or `memory`."""
    place: Place | None = None

    @property
    def name(self) -> str:
        """Under which it is counted."""
        if self.place is None:
            return self.kind
        return self.place.name if self.kind == "rows" else f"{self.place.name}{MASKED}"


def steps() -> tuple[Step, ...]:
    """The person's own rows first, then what others wrote, then what is sealed: what to look for was kept before."""
    places = inventory().places
    return (
        *(Step("rows", place) for place in places if place.rows and not place.law),
        *(Step("mentions", place) for place in places if place.mentions),
        *(Step("sealed", place) for place in places if place.sealed),
        Step("files"),
        Step("memory"),
    )

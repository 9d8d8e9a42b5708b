"""A small table of paths; built once, looked up by method and number of segments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Route(Generic[T]):
    method: str
    template: str
    """Segments in braces take any text: `/orders/{id}`."""
    target: T
    group: str = ""
    """The limit group the provider counts it in."""


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    route: Route[T]
    values: dict[str, str]


class RouteTable(Generic[T]):
    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[tuple[str, ...], Route[T]]]] = {}

    def add(self, method: str, template: str, target: T, group: str = "") -> None:
        segments = tuple(template.strip("/").split("/"))
        shelf = self._by_length.setdefault(len(segments), [])
        shelf.append((segments, Route(method, template, target, group)))
        # Fixed segments come before open ones, so /products/batch is not taken for /products/{id}.
        shelf.sort(key=lambda entry: [part.startswith("{") for part in entry[0]])

    def route(self, method: str, template: str, group: str = "") -> Callable[[T], T]:
        def register(target: T) -> T:
            self.add(method, template, target, group)
            return target

        return register

    def include(self, other: "RouteTable[T]") -> None:
        for route in other.listed():
            self.add(route.method, route.template, route.target, route.group)

    def listed(self) -> Iterator[Route[T]]:
        return (route for shelf in self._by_length.values() for _, route in shelf)

    def match(self, method: str, path: str) -> Match[T] | None:
        parts = path.strip("/").split("/")
        for segments, route in self._by_length.get(len(parts), ()):
            if route.method == method and (values := _fit(segments, parts)) is not None:
                return Match(route, values)
        return None

    def methods(self, path: str) -> list[str]:
        """The methods this path knows; empty when the path itself is unknown."""
        parts = path.strip("/").split("/")
        shelf = self._by_length.get(len(parts), ())
        return sorted({route.method for segments, route in shelf if _fit(segments, parts) is not None})


def _fit(segments: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for wanted, given in zip(segments, parts, strict=True):
        if wanted.startswith("{"):
            if not given:
                return None
            values[wanted[1:-1]] = given
        elif wanted != given:
            return None
    return values

"""Finding the handler of a path."""

import pytest

from prapazar.sandbox.routing import RouteTable


@pytest.fixture
def table() -> RouteTable[str]:
    made: RouteTable[str] = RouteTable()
    made.add("GET", "/products/{id}", "one")
    made.add("POST", "/products/batch", "batch")
    made.add("POST", "/products/{id}", "update")
    return made


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "/products/7", ("one", {"id": "7"})),
        ("POST", "/products/batch", ("batch", {})),
        ("POST", "/products/7/", ("update", {"id": "7"})),
        ("DELETE", "/products/7", None),
        ("GET", "/products", None),
    ],
)
def test_fixed_words_come_before_open_ones(
    table: RouteTable[str], method: str, path: str, found: tuple[str, dict[str, str]] | None
) -> None:
    match = table.match(method, path)

    assert (None if match is None else (match.route.target, match.values)) == found


def test_methods_of_a_path_are_known(table: RouteTable[str]) -> None:
    assert (table.methods("/products/batch"), table.methods("/x/y/z")) == (["GET", "POST"], [])

"""Breaking a package up: the old one becomes UnPacked, new ones appear under the same order."""

from collections.abc import Sequence

from prapazar.sandbox.exchange import Reply, empty_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import packages
from prapazar.sandbox.trendyol.errors import bad_request
from prapazar.sandbox.trendyol.visit import Routes, Visit

_Group = dict[int, int]
"""Line id -> units of one new package."""
routes = Routes()


@routes.route("POST", f"{packages.BASE}/split", "package-change")
def split(visit: Visit) -> Reply:
    chosen = visit.body().get("orderLineIds")
    return _split(visit, [_whole_lines(_lines(visit), chosen)])


@routes.route("POST", f"{packages.BASE}/multi-split", "package-change")
def multi_split(visit: Visit) -> Reply:
    """Lines that no group names become the last package."""
    lines = _lines(visit)
    groups = visit.items("splitGroups")
    return _split(visit, [_whole_lines(lines, group.get("orderLineIds")) for group in groups])


@routes.route("POST", f"{packages.BASE}/quantity-split", "package-change")
def quantity_split(visit: Visit) -> Reply:
    groups: list[_Group] = []
    for entry in visit.items("quantitySplit"):
        for place, quantity in enumerate(entry.get("quantities") or []):
            while len(groups) <= place:
                groups.append({})
            groups[place][_known(_lines(visit), entry.get("orderLineId"))] = quantity
    return _split(visit, groups)


@routes.route("POST", f"{packages.BASE}/split-packages", "package-change")
def split_packages(visit: Visit) -> Reply:
    lines = _lines(visit)
    groups = []
    for entry in visit.items("splitPackages"):
        details = entry.get("packageDetails") or []
        groups.append({_known(lines, one.get("orderLineId")): one.get("quantities") for one in details})
    return _split(visit, groups)


def _split(visit: Visit, groups: Sequence[_Group]) -> Reply:
    package = packages.known(visit)
    if package.status not in ("Created", "Verified", "Picking"):
        raise bad_request("status.invalid", f"{package.status} durumundaki paket bölünemez.")
    body = package.body()
    parts = _parts(body["lines"], groups)
    if len(parts) < 2:  # noqa: PLR2004  one part is no split
        raise bad_request("split.invalid", "Paket en az iki parçaya bölünmelidir.")
    packages.restate(visit, {**body, "lines": [dict(line) for line in body["lines"]]}, "UnPacked")
    for part in parts:
        packages.successor(visit, body, part, "split")
    return empty_reply()


def _parts(lines: list[Json], groups: Sequence[_Group]) -> list[list[Json]]:
    left = {line["lineId"]: line["quantity"] for line in lines}
    by_id = {line["lineId"]: line for line in lines}
    parts = []
    for group in groups:
        part = []
        for number, quantity in group.items():
            if not isinstance(quantity, int) or not 0 < quantity <= left[number]:
                raise bad_request("quantity.invalid", f"{number} has {left[number]} units left.")
            left[number] -= quantity
            part.append(packages.with_quantity(by_id[number], quantity))
        if part:
            parts.append(part)
    rest = [packages.with_quantity(by_id[number], units) for number, units in left.items() if units]
    return [*parts, rest] if rest else parts


def _lines(visit: Visit) -> list[Json]:
    lines: list[Json] = packages.known(visit).body()["lines"]
    return lines


def _whole_lines(lines: list[Json], chosen: object) -> _Group:
    if not isinstance(chosen, list) or not chosen:
        raise bad_request("orderLineIds.empty", "orderLineIds alanı boş olamaz.")
    quantities = {line["lineId"]: line["quantity"] for line in lines}
    return {_known(lines, number): quantities[number] for number in chosen}


def _known(lines: list[Json], number: object) -> int:
    if not isinstance(number, int) or all(line["lineId"] != number for line in lines):
        raise bad_request("orderLineId.invalid", f"{number} does not belong to the package.")
    return number

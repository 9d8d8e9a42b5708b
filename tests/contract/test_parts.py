"""Packages in parts: broken up by the channel, or told of part by part."""

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import PackageRecord, PackageStatus
from tests.factories.stages import Article, Stage

_KEYS = ("8690000000017", "8690000000024")


def _lines(package: PackageRecord) -> dict[str, str]:
    """Ids by SKU."""
    return {str(line.sku): line.external_id for line in package.lines}


def _goods(package: PackageRecord) -> dict[str, int]:
    return {str(line.sku): line.quantity - line.cancelled_quantity for line in package.lines}


def _order(stage: Stage) -> tuple[str, PackageRecord]:
    stage.seed([Article(key) for key in _KEYS])
    number = stage.package_id(stage.order((_KEYS[0], 3), (_KEYS[1], 1)))
    return number, stage.connector().fetch_package(number)[0]


@pytest.mark.needs("split_packages")
def test_package_is_broken_up_by_lines_and_units(stage: Stage) -> None:
    number, package = _order(stage)
    lines, connector = _lines(package), stage.connector()
    units = {line.external_id: line.quantity for line in package.lines}
    connector.report_status(number, PackageStatus.PICKING, units)

    connector.split_package(number, [{lines[_KEYS[0]]: 1, lines[_KEYS[1]]: 1}])

    found = connector.fetch_siblings(number)
    parts = [one for one in found if one.external_id != number]
    assert [one.status for one in found if one.external_id == number] == [PackageStatus.UNPACKED]
    assert sorted(map(_goods, parts), key=len) == [{_KEYS[0]: 2}, {_KEYS[0]: 1, _KEYS[1]: 1}]
    assert sum(one.total for one in parts) == package.total
    assert {one.order_external_id for one in found} == {package.order_external_id}


@pytest.mark.needs("split_packages")
def test_package_that_is_broken_up_already_is_refused(stage: Stage) -> None:
    number, package = _order(stage)
    lines, connector = _lines(package), stage.connector()
    units = {line.external_id: line.quantity for line in package.lines}
    connector.report_status(number, PackageStatus.PICKING, units)
    connector.split_package(number, [{lines[_KEYS[1]]: 1}])

    with pytest.raises(Rejected):
        connector.split_package(number, [{lines[_KEYS[1]]: 1}])

    assert len(connector.fetch_siblings(number)) == 3


@pytest.mark.needs("split_packages")
def test_package_nobody_knows_has_no_siblings_and_is_not_broken_up(stage: Stage) -> None:
    connector = stage.connector()

    with pytest.raises(Rejected) as raised:
        connector.split_package("999999", [{"1": 1}])

    assert (raised.value.code, connector.fetch_siblings("999999")) == (f"{stage.slug}.not_found", [])


@pytest.mark.needs("ship_parts", "read_orders")
def test_part_is_told_alone_and_the_rest_after_it(stage: Stage) -> None:
    number, package = _order(stage)
    lines, connector = _lines(package), stage.connector()
    step = stage.steps[-1]
    part = {lines[_KEYS[1]]: 1, **({lines[_KEYS[0]]: 1} if stage.ships_units else {})}
    rest = {lines[_KEYS[0]]: 2 if stage.ships_units else 3}

    for earlier in stage.steps[:-1]:
        connector.report_status(number, earlier, part | rest)
    connector.report_status(number, step, part, carrier="Aras", tracking_number="7261234567890")
    [half] = connector.fetch_package(number)
    connector.report_status(number, step, rest, carrier="Aras", tracking_number="7261234567891")

    [done] = connector.fetch_package(number)
    assert (half.status in {PackageStatus.NEW, PackageStatus.PICKING}, done.status) == (True, step)
    assert sum(_goods(done).values()) == 4

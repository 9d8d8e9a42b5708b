"""Another of a channel's carriers for a package: offered, chosen, and what stands there afterwards."""

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import PackageRecord
from prapazar.foundation.search import fold
from tests.factories.stages import Article, Stage

_KEYS = ("8690000000017", "8690000000024")


def _order(stage: Stage) -> PackageRecord:
    stage.seed([Article(key) for key in _KEYS])
    number = stage.package_id(stage.order((_KEYS[0], 1), (_KEYS[1], 1)))
    [package] = stage.connector().fetch_package(number)
    assert isinstance(package, PackageRecord)
    return package


@pytest.mark.needs("change_carriers")
def test_package_goes_with_another_of_those_that_are_offered(stage: Stage) -> None:
    package, connector = _order(stage), stage.connector()
    lines = [line.external_id for line in package.lines]
    offers = connector.fetch_carriers(package.external_id, lines)
    before = fold(package.carrier or "")
    wanted = next(one for one in offers if fold(one.name).split()[0] not in before)

    connector.change_carrier(package.external_id, lines, wanted.external_id)

    [after] = connector.fetch_package(package.external_id)
    assert fold(wanted.name).split()[0] in fold(after.carrier)
    assert (after.status, len({one.external_id for one in offers})) == (package.status, len(offers))


@pytest.mark.needs("change_carriers")
def test_carrier_nobody_offers_is_refused_and_changes_nothing(stage: Stage) -> None:
    package, connector = _order(stage), stage.connector()
    lines = [line.external_id for line in package.lines]

    with pytest.raises(Rejected):
        connector.change_carrier(package.external_id, lines, "YOK")

    [after] = connector.fetch_package(package.external_id)
    assert after == package

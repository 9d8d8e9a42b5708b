"""What a merchant writes to buyers: once, of a kind that is allowed, and of a length the channel takes."""

import pytest

from prapazar.connector_kit.errors import Rejected, Unavailable
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"
_TEXT = "Merhaba, siparişinizin rengi Işıltılı Gümüş olsun mu?"

pytestmark = pytest.mark.needs("write_to_buyers", "read_orders")


def test_message_of_an_allowed_kind_reaches_the_buyer(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    order = stage.order((_KEY, 1))
    connector, package = stage.connector(), stage.package_id(order)
    [kind, *_] = connector.fetch_message_kinds(package)

    connector.write_to_buyer(package, kind, _TEXT)

    assert stage.written(order) == [_TEXT]


def test_message_that_may_not_be_sent_is_refused_and_reaches_nobody(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    order = stage.order((_KEY, 1))
    connector, package = stage.connector(), stage.package_id(order)
    [kind, *_] = connector.fetch_message_kinds(package)

    for wrong in ((package, "none", _TEXT), (package, kind, ""), (package, kind, "Ş" * 10_000)):
        with pytest.raises(Rejected):
            connector.write_to_buyer(*wrong)
    with pytest.raises(Rejected):
        connector.write_to_buyer(f"{package}0", kind, _TEXT)

    assert stage.written(order) == []


@pytest.mark.proves("writes_not_repeated")
def test_message_whose_answer_is_lost_is_not_sent_again(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    order = stage.order((_KEY, 1))
    connector, package = stage.connector(), stage.package_id(order)
    [kind, *_] = connector.fetch_message_kinds(package)
    stage.fault("lost_answer", method="POST", path=stage.messages_path, times=1)

    with pytest.raises(Unavailable) as raised:
        connector.write_to_buyer(package, kind, _TEXT)

    assert (raised.value.maybe_done, stage.written(order)) == (True, [_TEXT])

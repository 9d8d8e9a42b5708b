"""Messages at Amazon: of a fixed set of types, of which an order allows some; and rights that an app may lack."""

from datetime import timedelta

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"


@pytest.fixture
def order(stage: Stage) -> str:
    stage.seed([Article(_KEY)])
    return stage.package_id(stage.order((_KEY, 1)))


def test_types_are_those_of_a_text_that_the_order_allows_now(stage: Stage, order: str) -> None:
    connector = stage.connector()
    new = connector.fetch_message_kinds(order)
    connector.write_to_buyer(order, "confirmOrderDetails", "Adresiniz tam mı?")
    written = connector.fetch_message_kinds(order)
    stage.move(order, "CANCELLED")

    assert new == [
        "confirmCustomizationDetails",
        "confirmDeliveryDetails",
        "confirmOrderDetails",
        "unexpectedProblem",
    ]
    assert set(new) - set(written) == {"confirmOrderDetails"}
    assert connector.fetch_message_kinds(order) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("*/messages/*", "amazon.message_refused"),
        ("*/notifications/*", "amazon.access_denied"),
        ("*/reports/*", "amazon.access_denied"),
    ],
)
def test_right_the_app_lacks_does_not_end_the_connection(
    stage: Stage, order: str, path: str, code: str
) -> None:
    connector = stage.connector()
    stage.fault("403", path=path)
    asked = {
        "*/messages/*": lambda: connector.write_to_buyer(order, "unexpectedProblem", "Kargonuz gecikti."),
        "*/notifications/*": connector.subscribe,
        "*/reports/*": lambda: list(connector.fetch_claims(now() - timedelta(days=1), now())),
    }

    with pytest.raises(Rejected) as raised:
        asked[path]()

    assert (raised.value.code, len(connector.fetch_package(order))) == (code, 1)

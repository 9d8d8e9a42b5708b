"""Connectors are found by their folders and built for an account."""

import httpx
import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import AnswersBatches, ReadsOrders
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.manifest import Environment

_SETTINGS = {"seller_id": "1001"}
_CREDENTIALS = {"api_key": "k", "api_secret": "s"}


def test_registry_knows_every_connector_by_its_manifest() -> None:
    assert [manifest.slug for manifest in registry.all_manifests()] == registry.slugs()


def test_build_makes_a_connector_that_says_what_it_can_do() -> None:
    connector = registry.build("trendyol", _SETTINGS, _CREDENTIALS, "live")

    assert isinstance(connector, ReadsOrders)
    assert isinstance(connector, AnswersBatches)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ("live", "https://apigw.trendyol.com"),
        ("stage", "https://stageapigw.trendyol.com"),
        ("sandbox", "http://127.0.0.1:9/trendyol"),
    ],
)
def test_build_calls_the_environments_host(environment: Environment, expected: str) -> None:
    called: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(str(request.url).partition("/integration")[0])
        return httpx.Response(200, json={"totalElements": 0, "content": []})

    wire = Wire(transport=httpx.MockTransport(answer))
    connector = registry.build(
        "trendyol", _SETTINGS, _CREDENTIALS, environment, wire, sandbox_url="http://127.0.0.1:9"
    )
    connector.test_credentials()

    assert called == [expected]


def test_build_refuses_a_name_without_a_folder() -> None:
    with pytest.raises(registry.UnknownConnector):
        registry.build("../secrets", {}, {}, "live")


def test_platform_that_goes_by_files_has_no_program_and_calls_nobody() -> None:
    connector = registry.build("beymen", {}, {}, "live")

    assert connector.test_credentials().name == "Beymen"
    assert not isinstance(connector, ReadsOrders)
    assert set(registry.called()).isdisjoint(registry.by_files())
    assert {"gittigidiyor", "lcwaikiki", "ecza1"} <= set(registry.by_files())

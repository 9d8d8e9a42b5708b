"""Answers in XML as faults spoil them."""

import pytest
from defusedxml import ElementTree

from prapazar.sandbox import xmlspoiling
from prapazar.sandbox.faults import Kind
from prapazar.sandbox.jsontext import Json

_BODY = (
    b"<answer><result><status>success</status></result><claimList><claim><status>OPEN</status></claim>"
    b"<claim><status>OPEN</status></claim><claim><status>OPEN</status></claim></claimList></answer>"
)


def _texts(body: bytes, path: str) -> list[str | None]:
    return [element.text for element in ElementTree.fromstring(body).iterfind(path)]


@pytest.mark.parametrize(
    ("kind", "options", "claims", "result"),
    [
        (Kind.HALF_PAGE, {}, ["OPEN"], ["success"]),
        (Kind.UNKNOWN_STATUS, {"status": "Uçtu", "field": "claim.status"}, ["Uçtu"] * 3, ["success"]),
        (Kind.UNKNOWN_STATUS, {"status": "Uçtu"}, ["Uçtu"] * 3, ["Uçtu"]),
        (Kind.RENAMED_FIELD, {"from": "status", "to": "status2"}, [], []),
        (Kind.SLOW, {}, ["OPEN"] * 3, ["success"]),
    ],
)
def test_answer_is_spoiled_as_the_fault_says(
    kind: Kind, options: Json, claims: list[str], result: list[str]
) -> None:
    spoiled = xmlspoiling.spoil(_BODY, kind, options)

    assert _texts(spoiled, "claimList/claim/status") == claims
    assert _texts(spoiled, "result/status") == result

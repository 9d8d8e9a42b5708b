"""What Aras Kargo's refusals become."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import Envelope
from prapazar.connectors.aras import errors
from prapazar.foundation.texts import aras


def _fault(code: str, status: int) -> Answer:
    return Answer(status, {}, Envelope({"Fault": {"faultcode": f"soap:{code}", "faultstring": "yok"}}, None))


@pytest.mark.parametrize(
    ("code", "error", "name"),
    [
        ("935", Rejected, "aras.phone"),
        ("936", Unavailable, "connector.unavailable"),
        ("937", Rejected, "aras.key"),
        ("938", Rejected, "aras.address"),
        ("939", Rejected, "aras.name"),
        ("940", Rejected, "aras.city"),
        ("941", Rejected, "aras.district"),
        ("942", Rejected, "aras.cash"),
        ("999", Rejected, "aras.too_late"),
        ("1000", AuthFailed, "connector.auth_failed"),
        ("-2", AuthFailed, "connector.auth_failed"),
        ("1001", Rejected, "aras.rejected"),
        ("1002", Rejected, "aras.no_branch"),
        ("60020", Rejected, "aras.duplicate"),
        ("70029", Rejected, "aras.duplicate"),
        ("70020", Rejected, "aras.pieces"),
        ("70022", Rejected, "aras.pieces"),
        ("70027", Rejected, "aras.barcode_taken"),
        ("70030", Rejected, "aras.pieces"),
        ("70035", Rejected, "aras.resent"),
    ],
)
def test_code_is_one_of_the_five_with_a_sentence(code: str, error: type[Exception], name: str) -> None:
    found = errors.by_code(code, "açıklama")

    assert (type(found), found.code, found.detail) == (error, name, f"{code} açıklama")
    assert not name.startswith("aras.") or name.removeprefix("aras.") in aras.TEXTS


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (_fault("Server", 500), Unavailable),
        (_fault("Client", 500), UnexpectedAnswer),
        (Answer(401, {}, None), AuthFailed),
        (Answer(429, {}, None), RateLimited),
        (Answer(404, {}, None), Rejected),
        (Answer(503, {}, None), Unavailable),
    ],
)
def test_bad_status_is_one_of_the_five(answer: Answer, error: type[Exception]) -> None:
    assert type(errors.from_answer(answer)) is error


def test_fault_with_a_good_status_is_a_fault() -> None:
    assert type(errors.from_good_answer(_fault("Server", 200))) is Unavailable
    assert errors.from_good_answer(Answer(200, {}, Envelope({"SetOrderResponse": None}, None))) is None

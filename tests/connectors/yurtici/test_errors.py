"""What Yurtiçi Kargo's refusals become."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import Envelope
from prapazar.connectors.yurtici import errors
from prapazar.foundation.texts import yurtici

_CODES = [
    *(
        60017,
        60018,
        60019,
        60020,
        60026,
        60027,
        80838,
        80859,
        82500,
        82501,
        82502,
        82503,
        82505,
        82507,
        82509,
    ),
    *(82511, 82512, 82513, 82514, 82515, 82516, 82517, 82519, 82651, 82652, 82654, 82655),
]


def _answer(status: int = 200, **result: Any) -> Answer:  # noqa: ANN401 - as answered
    shown = {"queryShipmentResponse": {"ShippingDeliveryVO": result}}
    return Answer(status, {}, Envelope(shown, None))


def _fault(code: str, status: int) -> Answer:
    return Answer(status, {}, Envelope({"Fault": {"faultcode": f"env:{code}", "faultstring": "yok"}}, None))


def _seen(error: ConnectorError | None) -> tuple[type | None, str]:
    return (type(error) if error else None, error.code if error else "")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ({"outFlag": "0", "outResult": "Başarılı"}, (None, "")),
        (
            {"outFlag": "1", "outResult": "Kullanıcı adı veya şifre hatalı"},
            (AuthFailed, "connector.auth_failed"),
        ),
        (
            {"outFlag": "1", "outResult": "10.0.0.1 IP adresi tanımlı değil"},
            (AuthFailed, errors.IP_NOT_LISTED),
        ),
        (
            {"outFlag": "2", "outResult": "Web servis kullanıcı dili boş olamaz"},
            (UnexpectedAnswer, "connector.endpoint_changed"),
        ),
        ({"outFlag": "2", "outResult": "Beklenmeyen hata"}, (Unavailable, "connector.unavailable")),
        ({"outFlag": "1", "outResult": "?", "errCode": "936"}, (Unavailable, "connector.unavailable")),
        ({"outFlag": "1", "outResult": "?", "errCode": "82655"}, (Rejected, "yurtici.return_code_taken")),
        ({"outFlag": "1", "outResult": "başka"}, (Rejected, "yurtici.rejected")),
        ({"outFlag": "1", "shippingOrderDetailVO": {"errCode": "60020"}}, (None, "")),
        ({"outFlag": "1", "outResult": "Aynı anahtar 1 dakika içinde sorgulanamaz"}, (None, "")),
    ],
)
def test_good_status_hides_refusals(result: dict[str, Any], expected: tuple[type | None, str]) -> None:
    assert _seen(errors.from_good_answer(_answer(**result))) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_fault("Server", 500), (Unavailable, "connector.unavailable")),
        (_fault("Client", 500), (UnexpectedAnswer, "connector.endpoint_changed")),
        (Answer(403, {}, None), (AuthFailed, errors.IP_NOT_LISTED)),
        (Answer(401, {}, None), (AuthFailed, "connector.auth_failed")),
        (Answer(429, {}, None), (RateLimited, "connector.rate_limited")),
        (Answer(404, {}, None), (Rejected, "yurtici.rejected")),
        (Answer(503, {}, None), (Unavailable, "connector.unavailable")),
    ],
)
def test_bad_status_is_one_of_the_five(answer: Answer, expected: tuple[type, str]) -> None:
    assert _seen(errors.from_answer(answer)) == expected


def test_fault_with_a_good_status_is_a_fault() -> None:
    assert _seen(errors.from_good_answer(_fault("Server", 200))) == (Unavailable, "connector.unavailable")


def test_every_code_of_the_documents_has_a_sentence() -> None:
    found = [errors.by_code(code, "x") for code in _CODES]

    assert [type(one) for one in found] == [Rejected] * len(_CODES)
    assert [one.code for one in found if one.code.removeprefix("yurtici.") not in yurtici.TEXTS] == []
    assert "yurtici.rejected" not in {one.code for one in found}

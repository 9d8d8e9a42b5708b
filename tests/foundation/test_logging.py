"""Logs with data that could leak: none of it reaches a line, and what is harmless stays readable."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from prapazar.foundation import db
from prapazar.foundation.logging import HIDDEN, configure, redact, redact_text
from prapazar.foundation.scope import Scope

_SECRETS = {
    "password": "Gizli!Parola9",
    "apiKey": "AKx9f0aPiKeY",
    "api_secret": "sEcReT-77-value",
    "Authorization": "Basic dXNlcjpwYXNz",
    "consumer_key": "ck_0a1b2c3d",
    "access_token": "tok_9z8y7x",
    "Set-Cookie": "session=c00kie-value",
    "cardNumber": "4111111111111111",
    "WebSifre": "Gizli987sifre",
}
_PERSONAL = {
    "customerFirstName": "Ayşegül",
    "lastName": "Karabıyık",
    "email": "aysegul.k@example.com",
    "phone": "+90 532 111 22 33",
    "identityNumber": "10000000146",
    "tcIdentityNumber": "10000000147",
    "address1": "Bahariye Cd. 12/4",
    "taxNumber": "1234567890",
    "faturaMusteriSoyadi": "Iğdırlıoğlu",
    "siparisAdresi": "Moda Mah. Gül Sk. 5",
    "telefonNo": "555 444 33 22",
    "vergiNo": "9876543210",
    "receiverCustName": "Nurgül",
    "receiverInfo": "Haticeşah",
    "delEmpName": "Sırrıberk",
    "deliveryTo": "Gülfidan",
    "ConsigneeName": "Menekşe",
    "AttentionName": "Sümbülhan",
    "aliciAdi": "Pembegül",
    "gonderici_soyadi": "Yıldızoğlu",
    "TESLIM_ALAN": "Feridegül",
    "TESALAN": "Şaziment",
    "GONDEREN": "Bahriyeli",
    "KisiKurum": "Çiçekçioğlu",
    "customerContactName": "Ayşegül",
    "customerTcNumber": "10000000148",
    "receiverName": "Işıl Gümüş",
    "senderName": "Çağrı Demir",
}
_HARMLESS = {"order": "o-1", "quantity": 3, "total": Decimal("12.50"), "ok": True, "note": None}

Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What a process that called `configure` writes to its standard error, line by line."""
    root = logging.getLogger()
    handlers, level, was = root.handlers[:], root.level, structlog.get_config()
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root.handlers.clear()  # configure closes those it finds, and pytest's are still needed
    configure()
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**was)


@pytest.mark.parametrize("name", list(_SECRETS))
def test_redact_hides_secrets_at_any_depth(name: str) -> None:
    payload = {"order": "o-1", "deep": [{"more": {name: _SECRETS[name]}}]}

    assert redact(payload) == {"order": "o-1", "deep": [{"more": {name: HIDDEN}}]}


@pytest.mark.parametrize("name", list(_PERSONAL))
def test_redact_hides_personal_data_at_any_depth(name: str) -> None:
    payload = {"lines": [{"buyer": {name: _PERSONAL[name]}}]}

    assert redact(payload) == {"lines": [{"buyer": {name: HIDDEN}}]}


def test_redact_hides_the_bare_name_of_a_person_and_keeps_a_products() -> None:
    order = {
        "customer": {"name": "Ayşegül", "id": 1},
        "lines": [{"name": "Çay", "shippingAddress": {"Name": "Ali"}}],
    }

    shown = redact(order)

    assert shown == {
        "customer": {"name": HIDDEN, "id": 1},
        "lines": [{"name": "Çay", "shippingAddress": {"Name": HIDDEN}}],
    }


def test_redact_hides_a_buyers_surname_and_address_on_the_net_and_nobody_elses() -> None:
    payload = {"buyer": {"surname": "Iğdırlıoğlu", "ip": "192.0.2.7", "id": "B1"}, "ip": "127.0.0.1"}

    assert redact(payload) == {"buyer": {"surname": HIDDEN, "ip": HIDDEN, "id": "B1"}, "ip": "127.0.0.1"}


def test_redact_hides_the_bare_name_beside_what_is_said_of_a_buyer() -> None:
    receipt = {
        "name": "Ayşegül",
        "first_line": "Gül Sokak 3",
        "buyer_user_id": 7,
        "lines": [{"title": "Çay"}],
    }

    shown = redact(receipt)

    assert shown == {
        "name": HIDDEN,
        "first_line": HIDDEN,
        "buyer_user_id": 7,
        "lines": [{"title": "Çay"}],
    }


def test_redact_hides_a_list_of_texts_under_a_personal_name_and_looks_into_shapes() -> None:
    told = {"street": ["Gül Sokak 3", "Kat 2"], "addresses": [{"city": "Kırşehir", "street": ["Lale 1"]}]}

    assert redact(told) == {"street": HIDDEN, "addresses": [{"city": "Kırşehir", "street": HIDDEN}]}


def test_redact_leaves_the_harmless_as_it_is() -> None:
    assert redact(_HARMLESS) == _HARMLESS


def test_redact_of_secrets_alone_keeps_personal_data_for_those_who_may_see_it() -> None:
    shown = redact({"phone": "x", "password": "y"}, personal=False)

    assert shown == {"phone": "x", "password": HIDDEN}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("postgresql://u:Gizli9@db/prapazar", f"postgresql://u:{HIDDEN}@db/prapazar"),
        ("redis://:Gizli9@127.0.0.1:6379/0", f"redis://:{HIDDEN}@127.0.0.1:6379/0"),
        ("GET /orders?consumer_key=ck_1&page=2", f"GET /orders?consumer_key={HIDDEN}&page=2"),
        ("Authorization: Bearer abc.def-1", f"Authorization: Bearer {HIDDEN}"),
        ("mail to aysegul.k@example.com failed", f"mail to {HIDDEN} failed"),
        ("buyer +90 532 111 22 33 called", f"buyer {HIDDEN} called"),
        ("buyer 0(532)1112233 called", f"buyer {HIDDEN} called"),
        ('{"apiSecret": "s3", "page": 2}', f'{{"apiSecret": "{HIDDEN}", "page": 2}}'),
        ("{'password': 's3', 'page': 2}", f"{{'password': '{HIDDEN}', 'page': 2}}"),
        ("label ^XA^FDAli Ver^FS^XZ printed", f"label {HIDDEN} printed"),
        ("order 8690504012345 of 2026-11-20 12:30:45", "order 8690504012345 of 2026-11-20 12:30:45"),
    ],
)
def test_redact_text_hides_what_stands_within_a_sentence(written: str, expected: str) -> None:
    assert redact_text(written) == expected


def test_log_line_of_ours_hides_what_must_not_be_read(lines: Lines) -> None:
    structlog.get_logger("shop").info(
        "call ended", request={**_SECRETS, **_PERSONAL}, url="http://u:Gizli!Parola9@host/", order="o-1"
    )

    (line,) = lines()
    shown = json.dumps(line, ensure_ascii=False)
    assert [value for value in (*_SECRETS.values(), *_PERSONAL.values()) if value in shown] == []
    assert (line["event"], line["order"], line["level"]) == ("call ended", "o-1", "info")


def test_log_line_of_a_library_hides_what_must_not_be_read(lines: Lines) -> None:
    logging.getLogger("library").warning("cannot reach %s for %s", "redis://:Gizli9@h:1/0", "a.k@example.com")

    (line,) = lines()
    assert line["event"] == f"cannot reach redis://:{HIDDEN}@h:1/0 for {HIDDEN}"


def test_traceback_hides_what_must_not_be_read(lines: Lines) -> None:
    def fail() -> None:
        secret, buyer = "token=tok_9z8y7x", "aysegul.k@example.com"
        raise ValueError(f"refused: {secret} of {buyer}")

    try:
        fail()
    except ValueError:
        structlog.get_logger("shop").exception("import failed")

    (line,) = lines()
    shown = json.dumps(line, ensure_ascii=False)
    assert [secret for secret in ("tok_9z8y7x", "aysegul.k@example.com") if secret in shown] == []
    assert "ValueError" in str(line["exception"])


def test_failed_statement_shows_neither_its_values_nor_the_row(lines: Lines, scope: Scope) -> None:
    """A constraint that breaks makes PostgreSQL recite the whole row."""
    values = {"m": scope.merchant_id, "name": "Ayşegül Karabıyık", "city": "Kırşehir"}
    statement = text(
        "INSERT INTO purchase_order (id, merchant_id, external_id, buyer_name, city)"
        " VALUES (gen_random_uuid(), :m, 'o-1', :name, :city)"
    )
    try:
        with db.transaction(scope) as session:
            session.execute(statement, values)
    except IntegrityError:
        structlog.get_logger("shop").exception("import failed")

    (line,) = lines()
    shown = json.dumps(line, ensure_ascii=False)
    assert [value for value in ("Ayşegül", "Karabıyık", "Kırşehir") if value in shown] == []
    assert "NotNullViolation" in str(line["exception"])

"""Log-in and its relatives, for programs."""

import secrets
import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from prapazar.api import auth
from prapazar.flows import people as flow
from prapazar.foundation import db, mail
from prapazar.foundation.settings import settings
from tests.factories import people
from tests.factories.letters import Letterbox

_NEW = "yesil-Kaplumbaga-7"


@pytest.fixture
def letters(client: TestClient) -> Path:
    """Where mails end up without a mail server; empty at first."""
    folder = settings().data_dir / "outgoing-mail"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _token(letters: Path) -> str:
    mail.finish_sending()
    letter = message_from_bytes(max(letters.iterdir()).read_bytes(), policy=default)
    body: str = letter.get_content()
    return body.partition("token=")[2].split()[0]


def _log_in(client: TestClient, email: str, password: str = people.PASSWORD) -> int:
    status: int = client.post("/api/login", json={"email": email, "password": password}).status_code
    return status


def test_log_in_sets_a_cookie_scripts_cannot_read(client: TestClient) -> None:
    who = people.member(people.merchant())

    answer = client.post("/api/login", json={"email": who.email, "password": people.PASSWORD})

    parts = {part.strip().split("=")[0].lower() for part in answer.headers["set-cookie"].split(";")}
    assert parts == {"pp_sid", "httponly", "max-age", "path", "samesite"}
    assert client.get("/api/me").json()["email"] == who.email


def test_log_in_over_https_marks_the_cookie_secure(client: TestClient) -> None:
    who = people.member(people.merchant())

    answer = client.post(
        "https://shop.example/api/login", json={"email": who.email, "password": people.PASSWORD}
    )

    assert "secure" in answer.headers["set-cookie"].lower()


def test_log_in_says_the_same_for_unknown_wrong_and_locked(client: TestClient) -> None:
    who, locked = people.member(people.merchant()), people.member(people.merchant("Ege"))
    for _ in range(5):
        _log_in(client, locked.email, "wrong")

    answers = [
        client.post("/api/login", json={"email": email, "password": password})
        for email, password in (
            ("nobody@example.com", people.PASSWORD),
            (who.email, "wrong"),
            (locked.email, "wrong"),
            (locked.email, people.PASSWORD),
        )
    ]

    unknown = answers[0]
    assert (unknown.status_code, unknown.json()["code"]) == (401, "login_problem.refused")
    assert [_told(answer) for answer in answers] == [_told(unknown)] * 4


def test_form_says_the_same_for_unknown_wrong_and_locked(client: TestClient) -> None:
    who, locked = people.member(people.merchant()), people.member(people.merchant("Ege"))
    for _ in range(5):
        _log_in(client, locked.email, "wrong")

    answers = [
        client.post("/api/auth/login", data={"email": email, "password": people.PASSWORD + mistyped})
        for email, mistyped in (("nobody@example.com", ""), (who.email, "x"), (locked.email, ""))
    ]

    assert {answer.headers["location"] for answer in answers} == {"/login?error=refused"}


@pytest.mark.parametrize("kind", ["unknown", "wrong", "locking", "locked"])
def test_log_in_is_refused_after_the_same_time_whoever_it_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    who = people.member(people.merchant())
    for _ in range({"locking": 4, "locked": 5}.get(kind, 0)):
        _log_in(client, who.email, "wrong")
    begun, paused = iter([100.0, 100.1]), list[float]()
    clock = SimpleNamespace(monotonic=lambda: next(begun), sleep=paused.append)
    monkeypatch.setattr(auth, "time", clock)
    monkeypatch.setattr(auth, "_REFUSED_AFTER", 0.4)

    _log_in(client, "nobody@example.com" if kind == "unknown" else who.email, "wrong")

    assert paused == [pytest.approx(0.3)]


def test_lock_is_told_to_the_owner_by_mail_once(client: TestClient, letterbox: Letterbox) -> None:
    who = people.member(people.merchant())
    people.member(people.merchant("Ege"))

    for _ in range(8):
        _log_in(client, who.email, "wrong")
    mail.finish_sending()

    [(recipients, letter)] = letterbox.letters
    assert (recipients, letter["Subject"]) == ([who.email], "PraPazar hesabınız kısa süre kilitlendi")
    assert ("Merhaba Ayşe Yılmaz" in letter.get_content(), "/forgot" in letter.get_content()) == (True, True)


def test_lock_is_answered_alike_while_no_mail_can_be_sent(client: TestClient, letterbox: Letterbox) -> None:
    letterbox.refuses = True
    who = people.member(people.merchant())

    tries = [_log_in(client, who.email, "wrong") for _ in range(6)]
    mail.finish_sending()

    assert (tries, letterbox.letters) == ([401] * 6, [])


def _told(answer: Response) -> tuple[object, ...]:
    hidden = {"date", "x-request-id"}
    return (
        answer.status_code,
        answer.json(),
        {name: value for name, value in answer.headers.items() if name not in hidden},
    )


def test_tries_from_one_address_are_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_TRIES_A_MINUTE", 2)

    with TestClient(
        client.app, base_url=str(client.base_url), client=(f"2001:db8:1::{secrets.token_hex(2)}", 1)
    ) as stranger:
        tries = [_log_in(stranger, f"a{place}@example.com", "x") for place in range(4)]

    assert tries == [401, 401, 429, 429]


def test_log_out_ends_the_session(client: TestClient) -> None:
    who = people.member(people.merchant())
    _log_in(client, who.email)
    key = client.cookies["pp_sid"]

    ended = client.post("/api/logout").status_code

    again = client.get("/api/me", headers={"authorization": f"Bearer {key}"}).status_code
    assert (ended, again) == (204, 401)


def test_register_is_closed_to_strangers_and_open_to_the_super_admin(client: TestClient) -> None:
    sent = {"merchant": "Ege", "name": "Selin", "email": "selin@example.com", "password": _NEW}
    boss = people.member(people.merchant(), is_super_admin=True)

    refused = client.post("/api/register", json=sent)
    opened = client.post("/api/register", json=sent, headers={"authorization": f"Bearer {boss.key}"})

    assert (refused.status_code, refused.json()["code"]) == (403, "access.registration_closed")
    assert (opened.status_code, _log_in(client, "selin@example.com", _NEW)) == (201, 200)
    me = client.get("/api/me").json()
    assert (me["merchant"]["name"], me["role"], me["is_super_admin"]) == ("Ege", "admin", False)


def test_register_is_open_where_the_installation_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAPAZAR_OPEN_REGISTRATION", "true")
    settings.cache_clear()

    answer = client.post(
        "/api/register", json={"merchant": "Ege", "name": "Selin", "email": "s@example.com", "password": _NEW}
    )

    assert answer.status_code == 201


def test_forgotten_password_goes_by_mail(client: TestClient, letters: Path) -> None:
    who = people.member(people.merchant())

    asked = client.post("/api/password/forgot", json={"email": who.email})
    done = client.post("/api/password/reset", json={"token": _token(letters), "password": _NEW})

    assert (asked.status_code, done.status_code, _log_in(client, who.email, _NEW)) == (202, 204, 200)


def test_forgotten_password_of_a_stranger_is_answered_alike(client: TestClient, letters: Path) -> None:
    asked = client.post("/api/password/forgot", json={"email": "nobody@example.com"})

    assert (asked.status_code, letters.exists()) == (202, False)


def test_an_invitation_goes_by_mail_and_opens_the_account(client: TestClient, letters: Path) -> None:
    boss = people.member(people.merchant())
    bearer = {"authorization": f"Bearer {boss.key}"}
    role = str(people.role_id(boss.merchant_id, "operator"))

    invited = client.post("/api/users", json={"email": "m@example.com", "role_id": role}, headers=bearer)
    sent = {"token": _token(letters), "name": "Mehmet", "password": _NEW}
    accepted = client.post("/api/invitations/accept", json=sent)
    again = client.post("/api/invitations/accept", json=sent)

    assert (invited.json(), accepted.status_code) == ({"mailed_link": True}, 200)
    assert (again.status_code, again.json()["code"]) == (410, "login_problem.link")
    assert client.get("/api/me").json()["role"] == "operator"


def test_first_run_opens_an_empty_installation(client: TestClient) -> None:
    link = flow.first_run_link()
    assert link is not None
    sent = {"token": link.partition("token=")[2], "name": "Selin", "email": "s@example.com", "password": _NEW}

    opened = client.post("/api/first-run", json={**sent, "merchant": "Ege"})
    again = client.post("/api/first-run", json={**sent, "email": "h@example.com"})

    assert (opened.status_code, again.status_code, flow.first_run_link()) == (200, 410, None)
    assert client.get("/api/me").json()["is_super_admin"] is True


def test_switch_merchant_changes_what_is_seen(client: TestClient) -> None:
    first, second = people.merchant("Anadolu"), people.merchant("Ege")
    who = people.member(first, is_super_admin=True)
    bearer = {"authorization": f"Bearer {who.key}"}

    switched = client.post("/api/merchant", json={"merchant_id": str(second)}, headers=bearer)

    assert (switched.status_code, client.get("/api/me", headers=bearer).json()["merchant"]) == (
        204,
        {"id": str(second), "name": "Ege"},
    )


def test_wrong_fields_are_named(client: TestClient) -> None:
    answer = client.post("/api/login", json={"email": "a@example.com"})

    told = answer.json()
    assert (answer.status_code, told["code"], [one["field"] for one in told["fields"]]) == (
        422,
        "errors.invalid_fields",
        ["password"],
    )


def test_passwords_are_never_told(client: TestClient) -> None:
    answer = client.post("/api/login", json={"email": ["x"], "password": "gizli-Parola-1"})

    assert "gizli-Parola-1" not in answer.text


def test_health_names_its_parts(client: TestClient) -> None:
    with db.system_transaction():
        answer = client.get("/api/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "redis": "ok"})


def test_health_is_down_without_redis(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()

    answer = client.get("/api/health")

    assert (answer.status_code, answer.json()["redis"]) == (503, "down")

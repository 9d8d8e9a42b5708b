"""One's own second factor, sessions and picture, and a super admin in another's place, for programs."""

import base64
import io
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from PIL import Image

from prapazar.domain.access import actions, sessions, totp
from prapazar.domain.access.actions import second_factor
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import people
from tests.factories.people import Member

_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.moment = _NOON

    def forward(self) -> None:
        self.moment += timedelta(seconds=totp.STEP_SECONDS)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(second_factor, "now", lambda: made.moment)
    return made


def _bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def _code(secret: str, time: Clock) -> str:
    return totp.code_at(base64.b32decode(secret.replace(" ", "")), totp.step_at(time.moment))


def _enroll(client: TestClient, who: Member, time: Clock) -> tuple[str, list[str]]:
    begun = client.post(
        "/api/me/second-factor", json={"password": people.PASSWORD}, headers=_bearer(who.key)
    ).json()
    done = client.post(
        "/api/me/second-factor/confirm", json={"code": _code(begun["secret"], time)}, headers=_bearer(who.key)
    ).json()
    return begun["secret"], done["recovery_codes"]


def _told(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_a_program_logs_in_with_a_code(client: TestClient, time: Clock) -> None:
    who = people.member(people.merchant())
    secret, _ = _enroll(client, who, time)
    time.forward()
    sent = {"email": who.email, "password": people.PASSWORD}

    answers = [
        client.post("/api/login", json=sent),
        client.post("/api/login", json={**sent, "code": "000000"}),
        client.post("/api/login", json={**sent, "password": "wrong", "code": _code(secret, time)}),
        client.post("/api/login", json={**sent, "code": _code(secret, time)}),
        client.post("/api/login", json={**sent, "code": _code(secret, time)}),
    ]

    assert [_told(one) for one in answers] == [
        (401, "login_problem.code_needed"),
        (401, "login_problem.code"),
        (401, "login_problem.refused"),
        (200, ""),
        (401, "login_problem.code"),  # once only
    ]
    assert set(answers[0].json()) == {"type", "title", "status", "code"}
    assert [one.headers.get("set-cookie", "").partition("=")[0] for one in answers] == [
        "",
        "",
        "",
        "pp_sid",
        "",
    ]


def test_a_browser_is_asked_on_a_page_of_its_own(client: TestClient, time: Clock) -> None:
    who = people.member(people.merchant())
    _, codes = _enroll(client, who, time)
    fields = {"email": who.email, "password": people.PASSWORD, "next": "/orders"}

    half = client.post("/api/auth/login", data=fields)
    ticket = half.headers["set-cookie"]
    wrong = client.post("/api/auth/code", data={"code": "000000", "next": "/orders"})
    entered = client.post("/api/auth/code", data={"code": codes[0], "next": "/orders"})
    again = client.post("/api/auth/code", data={"code": codes[1], "next": "/orders"})

    assert half.headers["location"] == "/login/code?next=%2Forders"
    assert ("pp_ticket=" in ticket, "HttpOnly" in ticket, "samesite=strict" in ticket.lower()) == (True,) * 3
    assert "pp_sid" not in ticket
    assert [one.headers["location"] for one in (wrong, entered, again)] == [
        "/login/code?next=%2Forders&error=code",
        "/orders",
        "/login/code?next=%2Forders&error=code_late",
    ]
    assert "pp_sid" in client.cookies


def test_without_a_ticket_a_code_is_worth_nothing(client: TestClient, time: Clock) -> None:
    who = people.member(people.merchant())
    _, codes = _enroll(client, who, time)

    answer = client.post("/api/auth/code", data={"code": codes[0]})

    assert (answer.headers["location"], "pp_sid" in client.cookies) == ("/login/code?error=code_late", False)


def test_whoever_must_set_one_up_gets_nothing_else(client: TestClient, time: Clock) -> None:
    merchant_id = people.merchant()
    who = people.member(merchant_id, "operator")
    with db.transaction(system_scope(merchant_id)) as session:
        actions.require_factor(
            session, system_scope(merchant_id), people.role_id(merchant_id, "operator"), is_needed=True
        )
    sessions.forget_all()

    before = client.get("/api/orders", headers=_bearer(who.key))
    me = client.get("/api/me", headers=_bearer(who.key)).json()
    _enroll(client, who, time)
    after = client.get("/api/orders", headers=_bearer(who.key))

    assert (_told(before), me["must_enroll"], me["permissions"]) == ((403, "access.enroll_first"), True, [])
    assert after.status_code == 200


def test_switching_off_takes_password_and_code(client: TestClient, time: Clock) -> None:
    who = people.member(people.merchant())
    secret, _ = _enroll(client, who, time)
    time.forward()

    answers = [
        client.post("/api/me/second-factor/off", json=sent, headers=_bearer(who.key))
        for sent in (
            {"password": "wrong", "code": _code(secret, time)},
            {"password": people.PASSWORD, "code": "000000"},
            {"password": people.PASSWORD, "code": _code(secret, time)},
        )
    ]

    assert [one.status_code for one in answers] == [401, 401, 204]
    assert client.get("/api/me", headers=_bearer(who.key)).json()["has_second_factor"] is False


def test_guessing_the_own_password_stops(client: TestClient, time: Clock) -> None:
    who = people.member(people.merchant())

    tried = [
        client.post("/api/me/second-factor", json={"password": "wrong"}, headers=_bearer(who.key)).status_code
        for _ in range(11)
    ]

    assert tried == [401] * 10 + [429]


def test_only_one_s_own_sessions_are_seen_and_ended(client: TestClient) -> None:
    merchant_id = people.merchant()
    who, mate = people.member(merchant_id), people.member(merchant_id, "operator")
    with db.system_transaction() as session:
        elsewhere = actions.log_in(session, who.email, people.PASSWORD, ip="203.0.113.9", agent="Kasa/1")
    seen = client.get("/api/me/sessions", headers=_bearer(who.key)).json()
    other = next(one["id"] for one in seen if not one["is_current"])

    by_mate = client.delete(f"/api/me/sessions/{other}", headers=_bearer(mate.key))
    still = client.get("/api/me", headers=_bearer(elsewhere)).status_code
    ended = client.delete(f"/api/me/sessions/{other}", headers=_bearer(who.key))

    assert sorted((one["agent"], one["ip"], one["is_current"]) for one in seen) == [
        ("", "", True),
        ("Kasa/1", "203.0.113.9", False),
    ]
    assert (_told(by_mate), still, ended.status_code) == ((422, "access.session_gone"), 200, 204)
    assert client.get("/api/me", headers=_bearer(elsewhere)).status_code == 401


def test_a_picture_is_kept_shown_and_removed(client: TestClient) -> None:
    merchant_id = people.merchant()
    who, stranger = people.member(merchant_id), people.member(people.merchant("Ege"))
    sent = io.BytesIO()
    Image.new("RGB", (300, 200), "blue").save(sent, "PNG")
    address = f"/api/users/{who.user_id}/photo"

    def shown(member: Member) -> tuple[int, str]:
        answer = client.get(address, headers=_bearer(member.key))
        return answer.status_code, answer.headers["content-type"]

    kept = client.put(
        "/api/me/photo", files={"photo": ("ben.png", sent.getvalue())}, headers=_bearer(who.key)
    )
    refused = client.put("/api/me/photo", files={"photo": ("ben.png", b"<svg/>")}, headers=_bearer(who.key))
    seen = [shown(who), shown(stranger)]
    client.delete("/api/me/photo", headers=_bearer(who.key))

    assert (kept.status_code, _told(refused)) == (204, (422, "access.photo_unreadable"))
    assert seen == [(200, "image/png"), (404, "application/problem+json")]
    assert shown(who)[0] == 404


def test_in_another_s_place_the_account_stays_theirs(client: TestClient) -> None:
    merchant_id = people.merchant()
    boss = people.member(merchant_id, is_super_admin=True)
    clerk = people.member(merchant_id, "operator")
    head = _bearer(boss.key)

    begun = client.post(f"/api/users/{clerk.user_id}/impersonate", headers=head)
    me = client.get("/api/me", headers=head).json()
    refused = [
        client.put(
            "/api/me/password", json={"old": people.PASSWORD, "new": "yesil-Kaplumbaga-7"}, headers=head
        ),
        client.put("/api/me/preferences", json={"locale": "en"}, headers=head),
        client.post("/api/me/second-factor", json={"password": people.PASSWORD}, headers=head),
        client.post("/api/me/second-factor/confirm", json={"code": "1"}, headers=head),
        client.post("/api/me/second-factor/recovery-codes", json={"password": people.PASSWORD}, headers=head),
        client.post("/api/me/second-factor/off", json={"password": "x", "code": "1"}, headers=head),
        client.get("/api/me/sessions", headers=head),
        client.delete(f"/api/me/sessions/{clerk.user_id}", headers=head),
        client.delete("/api/me/photo", headers=head),
        client.post("/api/logout?everywhere=true", headers=head),
    ]
    platform = client.delete(f"/api/users/{clerk.user_id}/second-factor", headers=head)
    ended = client.delete("/api/me/impersonation", headers=head)

    assert (begun.status_code, me["email"], me["impersonator"]) == (204, clerk.email, "Ayşe Yılmaz")
    assert [_told(one) for one in refused] == [(403, "access.not_own_account")] * len(refused)
    assert (platform.status_code, ended.status_code) == (403, 204)
    assert client.get("/api/me", headers=head).json()["email"] == boss.email
    assert client.get("/api/me", headers=_bearer(clerk.key)).status_code == 200


def test_an_admin_takes_nobody_s_place_and_no_factor_away(client: TestClient) -> None:
    merchant_id = people.merchant()
    admin, clerk = people.member(merchant_id), people.member(merchant_id, "operator")

    answers = [
        client.post(f"/api/users/{clerk.user_id}/impersonate", headers=_bearer(admin.key)),
        client.delete(f"/api/users/{clerk.user_id}/second-factor", headers=_bearer(admin.key)),
        client.put("/api/features/returns", json={"is_on": False}, headers=_bearer(admin.key)),
    ]

    assert [_told(one) for one in answers] == [(403, "errors.permission_denied")] * 3


def test_a_super_admin_frees_who_lost_the_phone(client: TestClient, time: Clock) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id, is_super_admin=True), people.member(merchant_id, "operator")
    _enroll(client, clerk, time)

    answer = client.delete(f"/api/users/{clerk.user_id}/second-factor", headers=_bearer(boss.key))

    sent = {"email": clerk.email, "password": people.PASSWORD}
    assert (answer.status_code, client.post("/api/login", json=sent).status_code) == (204, 200)


def test_a_feature_that_is_off_closes_the_api_at_once(client: TestClient) -> None:
    merchant_id = people.merchant()
    boss, clerk = people.member(merchant_id, is_super_admin=True), people.member(merchant_id, "operator")

    before = client.get("/api/claims", headers=_bearer(clerk.key)).status_code
    client.put("/api/features/returns", json={"is_on": False}, headers=_bearer(boss.key))
    after = client.get("/api/claims", headers=_bearer(clerk.key)).status_code
    listed = client.get("/api/features", headers=_bearer(boss.key)).json()

    assert (before, after) == (200, 403)
    assert [one["feature"] for one in listed if not one["is_on"]] == ["returns"]


def test_a_role_is_given_stores_of_the_merchant_only(client: TestClient) -> None:
    who = people.member(people.merchant())
    role = {"name": "Masa", "permissions": ["orders.read"], "stores": [str(who.user_id)]}

    refused = client.post("/api/roles", json=role, headers=_bearer(who.key))
    made = client.post("/api/roles", json={**role, "stores": []}, headers=_bearer(who.key)).json()["id"]

    roles = client.get("/api/roles", headers=_bearer(who.key)).json()
    assert _told(refused) == (422, "access.not_a_choice")
    assert [one["stores"] for one in roles if one["id"] == made] == [[]]

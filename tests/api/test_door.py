"""Who may call what."""

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from prapazar.api import app as api
from prapazar.api.door import PUBLIC
from prapazar.domain.access.permissions import ALL, PLATFORM
from tests.factories import people

_PLAIN = {"/api/openapi.json"}
"""Not a route of ours: FastAPI's own description, public."""
_OPEN = {
    "GET /feeds/{key}.{form}",
    "HEAD /feeds/{key}.{form}",
    "GET /papers/{key}.pdf",
    "GET /calendars/{key}.ics",
    "HEAD /papers/{key}.pdf",
    "GET /api/health",
    "GET /connect/back",
    "GET /metrics",
    "GET /pay/{link}",
    "GET /pay/{link}/back",
    "POST /api/auth/accept",
    "POST /api/auth/code",
    "POST /api/auth/first-run",
    "POST /api/auth/forgot",
    "POST /api/auth/login",
    "POST /api/auth/logout",
    "POST /api/auth/reset",
    "POST /api/first-run",
    "POST /api/invitations/accept",
    "POST /api/login",
    "POST /api/password/forgot",
    "POST /api/password/reset",
    "POST /api/register",
    "POST /callback/{connector}/{key}",
    "GET /rate/{token}",
    "POST /rate/{token}",
    "GET /stop/{token}",
    "POST /stop/{token}",
    "POST /pay/{link}",
    "POST /pay/{link}/back",
}


def _unusual(app: FastAPI) -> list[BaseRoute]:
    return [
        route
        for route in app.routes
        if not isinstance(route, APIRoute) and getattr(route, "path", "") not in _PLAIN
    ]


def test_every_route_declares_what_it_needs() -> None:
    app = api.build()

    undeclared = [(method, path) for method, path, need in api.needs(app) if need is None]
    unknown = {need for _method, _path, need in api.needs(app)} - {*ALL, PLATFORM, PUBLIC, "*", None}

    assert (undeclared, unknown, _unusual(app)) == ([], set(), [])


def test_what_is_open_to_everybody_is_listed() -> None:
    found = {f"{method} {path}" for method, path, need in api.needs(api.build()) if need == PUBLIC}

    beyond = {one for one in found if "/api/{path" not in one and "/webhook/" not in one} - _OPEN
    assert beyond == set()


def test_a_route_without_a_declaration_is_found() -> None:
    app = FastAPI()

    @app.get("/api/forgotten")
    def forgotten() -> None: ...

    assert ("GET", "/api/forgotten", None) in api.needs(app)


def test_nobody_gets_in_without_a_session(client: TestClient) -> None:
    guarded = [(m, p) for m, p, need in api.needs(api.build()) if need != PUBLIC]

    answers = {
        client.request(method, path.replace("{", "").replace("}", "")).status_code for method, path in guarded
    }

    assert answers == {401}


def test_a_missing_permission_is_named_in_the_callers_language(client: TestClient) -> None:
    who = people.member(people.merchant(), "operator")

    answer = client.get("/api/users", headers={"authorization": f"Bearer {who.key}"})

    assert (answer.status_code, answer.headers["content-type"], answer.json()) == (
        403,
        "application/problem+json",
        {
            "type": "about:blank",
            "title": "Bu işlem için yetkiniz yok. Hiçbir şey değişmedi; yetkiyi yöneticinizden isteyin.",
            "status": 403,
            "code": "errors.permission_denied",
            "permission": "users.read",
        },
    )


def test_a_cookie_from_another_site_changes_nothing(client: TestClient) -> None:
    who = people.member(people.merchant())
    client.cookies.set("pp_sid", who.key)

    for origin in ("http://evil.example", "null", ""):
        answer = client.put("/api/me/preferences", json={"locale": "en"}, headers={"origin": origin})
        assert (answer.status_code, answer.json()["code"]) == (403, "login_problem.origin")

    assert client.get("/api/me").json()["locale"] == "tr"


def test_people_of_another_merchant_stay_unseen(client: TestClient) -> None:
    here, there = people.member(people.merchant("Anadolu")), people.member(people.merchant("Ege"))

    answer = client.get("/api/users", headers={"authorization": f"Bearer {here.key}"})
    change = client.put(
        f"/api/users/{there.user_id}",
        json={"is_suspended": True},
        headers={"authorization": f"Bearer {here.key}"},
    )

    assert [row["email"] for row in answer.json()] == [here.email]
    assert (change.status_code, change.json()["code"]) == (422, "access.not_a_member")
    assert there.scope.can("users.read")


def test_unknown_paths_and_methods_are_problems_too(client: TestClient) -> None:
    missing, wrong = client.get("/api/nothing"), client.get("/api/login")

    assert (missing.status_code, missing.json()["code"]) == (404, "errors.not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "errors.method_not_allowed")

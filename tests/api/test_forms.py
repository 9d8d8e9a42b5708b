"""Native forms of our own pages."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from prapazar.flows import people as flow
from tests.factories import people


def _post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/api/auth/{path}", data=fields)
    return answer.status_code, answer.headers.get("location", "")


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("", "/"),
        ("/orders?view=late", "/orders?view=late"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_log_in_leads_on_inside_only(client: TestClient, wanted: str, led_to: str) -> None:
    who = people.member(people.merchant())

    answer = _post(client, "login", email=who.email, password=people.PASSWORD, next=wanted)

    assert (answer, "pp_sid" in client.cookies) == ((303, led_to), True)


@pytest.mark.parametrize(("next_", "led_to"), [("/orders", "/orders"), ("//evil.example", "/")])
def test_form_sent_before_its_scripts_ran_leads_where_its_address_says(
    client: TestClient, next_: str, led_to: str
) -> None:
    who = people.member(people.merchant())

    answer = client.post(
        "/api/auth/login",
        data={"email": who.email, "password": people.PASSWORD, "next": ""},
        headers={"referer": f"http://shop.example/login?next={quote(next_)}"},
    )

    assert (answer.status_code, answer.headers["location"]) == (303, led_to)


def test_refused_log_in_leads_back_with_the_reason(client: TestClient) -> None:
    answer = _post(client, "login", email="nobody@example.com", password="x", next="/orders")

    assert (answer, "pp_sid" in client.cookies) == ((303, "/login?next=%2Forders&error=refused"), False)


def test_forms_from_another_site_are_refused(client: TestClient) -> None:
    who = people.member(people.merchant())

    answers = [
        client.post(
            "/api/auth/login",
            data={"email": who.email, "password": people.PASSWORD},
            headers={"origin": origin},
        ).status_code
        for origin in ("http://evil.example", "null", "http://shop.example.evil.example", "")
    ]

    assert (answers, "pp_sid" in client.cookies) == ([403] * 4, False)


def test_a_short_password_leads_back_to_the_same_link(client: TestClient) -> None:
    link = flow.first_run_link()
    assert link is not None
    token = link.partition("token=")[2]

    short = _post(client, "first-run", token=token, name="Selin", email="s@example.com", password="short")
    done = _post(
        client, "first-run", token=token, name="Selin", email="s@example.com", password=people.PASSWORD
    )

    assert (short, done) == ((303, f"/first-run?token={token}&error=weak_password"), (303, "/"))


def test_a_used_link_says_so(client: TestClient) -> None:
    answer = _post(client, "reset", token="used", password=people.PASSWORD)

    assert answer == (303, "/login/reset?token=used&error=link")


def test_log_out_leads_to_the_log_in_screen(client: TestClient) -> None:
    who = people.member(people.merchant())
    _post(client, "login", email=who.email, password=people.PASSWORD)

    answer = _post(client, "logout")

    assert (answer, client.get("/api/me").status_code) == ((303, "/login?notice=logged_out"), 401)

"""The way back from a provider's consent page, as browsers meet it: right, replayed, forged, late, somebody else's."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.connectors.shopify import auth
from prapazar.domain.access import sessions
from prapazar.flows import grants
from prapazar.foundation import db
from tests.factories import people
from tests.factories.people import Member

_VALUES = {"shop": "magazam", "client_id": "kimlik", "client_secret": "gizli"}


@pytest.fixture(autouse=True)
def signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether Shopify signed the way back is another test's matter."""
    monkeypatch.setattr(auth, "check_return", lambda *_: None)


def _state(member: Member) -> str:
    address = grants.ask(
        member.scope, member.key, connector="shopify", environment="live", name="Dükkân", values=_VALUES
    ).address
    return dict(parse_qsl(urlsplit(address).query))["state"]


def _back(client: TestClient, key: str, **query: str) -> str:
    """Where the browser is led on to."""
    client.cookies.set(sessions.COOKIE, key)
    answer = client.get("/connect/back?" + urlencode({"shop": "magazam.myshopify.com", **query}))
    assert (answer.status_code, answer.headers["cache-control"]) == (303, "no-store")
    return str(answer.headers["location"])


def _kept() -> list[tuple[bool, str | None]]:
    """Of each grant: whether it was answered, and what is wrong with it."""
    with db.system_transaction() as session:
        found = session.execute(
            text("SELECT answered_at IS NOT NULL, error FROM connection_grant ORDER BY id")
        )
        return [(row[0], row[1]) for row in found]


def test_way_back_leads_to_the_wizard_without_the_code(client: TestClient) -> None:
    member = people.member(people.merchant())
    state = _state(member)

    onward = _back(client, member.key, state=state, code="c0de")

    with db.system_transaction() as session:
        grant_id = session.execute(text("SELECT id FROM connection_grant")).scalar_one()
    assert (onward, _kept()) == (f"/channels/new?grant={grant_id}", [(True, None)])


def test_replayed_way_back_is_told_and_changes_nothing(client: TestClient) -> None:
    member = people.member(people.merchant())
    state = _state(member)
    _back(client, member.key, state=state, code="c0de")

    assert _back(client, member.key, state=state, code="another") == "/channels/new?error=used"
    assert _kept() == [(True, None)]


def test_forged_state_reaches_nothing(client: TestClient) -> None:
    member = people.member(people.merchant())
    _state(member)

    assert _back(client, member.key, state="made up", code="c0de") == "/channels/new?error=unknown"
    assert _kept() == [(False, None)]


def test_way_back_of_another_log_in_is_refused(client: TestClient) -> None:
    merchant = people.merchant()
    asked = people.member(merchant)
    other = people.member(merchant, email="other@example.com")
    stranger = people.member(people.merchant("Başka"), email="stranger@example.com")
    state = _state(asked)

    refused = [_back(client, one.key, state=state, code="c0de") for one in (other, stranger)]

    assert refused == ["/channels/new?error=other_login", "/channels/new?error=unknown"]
    assert _kept() == [(False, None)]


def test_late_way_back_is_refused(client: TestClient) -> None:
    member = people.member(people.merchant())
    state = _state(member)
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection_grant SET asked_at = asked_at - interval '16 minutes'"))

    assert _back(client, member.key, state=state, code="c0de") == "/channels/new?error=expired"
    assert _kept() == [(False, None)]


def test_denial_is_kept_for_the_wizard(client: TestClient) -> None:
    member = people.member(people.merchant())

    onward = _back(client, member.key, state=_state(member), error="access_denied")

    assert (onward.partition("=")[0], _kept()) == ("/channels/new?grant", [(True, "grant.denied")])


def test_way_back_without_a_log_in_leads_to_one_and_spends_nothing(client: TestClient) -> None:
    member = people.member(people.merchant())
    state = _state(member)

    onward = _back(client, "", state=state, code="c0de")

    assert onward == "/login?next=%2Fchannels%2Fnew%3Ferror%3Dsigned_out"
    assert _kept() == [(False, None)]


def test_person_who_may_not_connect_stores_is_refused(client: TestClient) -> None:
    merchant = people.merchant()
    state = _state(people.member(merchant))
    viewer = people.member(merchant, role_key="support_rep")

    assert _back(client, viewer.key, state=state, code="c0de") == "/channels/new?error=unknown"
    assert _kept() == [(False, None)]

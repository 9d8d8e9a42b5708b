"""Messages and notifications over REST: who may, once by key, and what comes back."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from prapazar.api import app
from prapazar.domain.access import sessions
from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import ConsentState, Way
from prapazar.flows import messages, opting_out
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import messages as factory
from tests.factories import people
from tests.factories.letters import Letterbox
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database", "redis_server")


@pytest.fixture
def ayse() -> Member:
    return people.member(people.merchant())


@pytest.fixture
def client(ayse: Member) -> Iterator[TestClient]:
    with TestClient(app.build(), headers={"Authorization": f"Bearer {ayse.key}"}) as opened:
        yield opened


_MAIL = {"way": "email", "to": "Mehmet@Example.com", "subject": "Merhaba", "text": "Siparişiniz hazır"}


def test_notify_sends_once_for_each_key(ayse: Member, client: TestClient, letterbox: Letterbox) -> None:
    sent = [client.post("/api/notify", json={**_MAIL, "idempotency_key": "k1"}) for _ in range(2)]
    for _ in range(2):
        messages.send_mail(ayse.merchant_id)

    assert [one.status_code for one in sent] == [202, 202]
    assert (
        sent[0].json() == sent[1].json() == {**sent[0].json(), "status": "waiting", "code": "", "people": 0}
    )
    [(to, letter)] = letterbox.letters
    assert (to, letter["Subject"]) == (["mehmet@example.com"], "Merhaba")
    found = client.get(f"/api/messages/{sent[0].json()['id']}").json()
    assert (found["status"], found["recipient"], found["attempts"]) == ("sent", "mehmet@example.com", 1)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"to": "kim"}, 422, "messages.address_wrong"),
        ({"to": ""}, 422, "messages.to_needed"),
        ({"subject": ""}, 422, "messages.subject_needed"),
        ({"text": ""}, 422, "messages.text_or_template"),
        ({"template_id": str(uuid4())}, 422, "messages.text_or_template"),
        ({"text": "", "template_id": str(uuid4())}, 404, "messages.missing"),
        ({"order_id": str(uuid4())}, 404, "messages.missing"),
        ({"way": "whatsapp", "to": "+905321112233"}, 422, "messages.provider_name_needed"),
        ({"way": "pigeon"}, 422, "errors.invalid_fields"),
        ({"link": "https://kotu.example"}, 422, "errors.invalid_fields"),
    ],
)
def test_odd_wishes_are_refused_and_leave_nothing(
    client: TestClient, changes: dict[str, object], status: int, code: str
) -> None:
    refused = client.post("/api/notify", json={**_MAIL, **changes})

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert client.get("/api/messages").json() == {"messages": [], "next_cursor": None}


def test_advertising_without_consent_is_taken_down_and_not_sent(client: TestClient) -> None:
    told = client.post("/api/notify", json={**_MAIL, "commercial": True}).json()

    assert (told["status"], told["code"]) == ("blocked", "messages.no_consent")


def test_notify_in_app_reaches_those_named(ayse: Member, client: TestClient) -> None:
    other = people.member(ayse.merchant_id, "operator")

    told = client.post(
        "/api/notify",
        json={"way": "in_app", "text": "Depo 17:00'de kapanıyor", "user_ids": [str(ayse.user_id)]},
    )

    assert (told.status_code, told.json()["people"]) == (202, 1)
    mine = client.get("/api/notifications").json()
    theirs = client.get("/api/notifications", headers={"Authorization": f"Bearer {other.key}"}).json()
    assert [one["text"] for one in mine["notifications"]] == ["Depo 17:00'de kapanıyor"]
    assert (mine["unread"], theirs["unread"]) == (1, 0)
    assert client.post("/api/notifications/read", json={}).json() == {"count": 1}
    assert client.get("/api/notifications", params={"unread": True}).json()["notifications"] == []


def test_templates_are_kept_changed_and_deleted(client: TestClient) -> None:
    wanted = {"name": "Yolda", "way": "email", "texts": factory.TEXTS, "moments": ["shipped"]}

    made = client.post("/api/messages/templates", json=wanted).json()
    again = client.post("/api/messages/templates", json=wanted)
    changed = client.put(f"/api/messages/templates/{made['id']}", json={**wanted, "moments": []}).json()
    listed = client.get("/api/messages/templates").json()
    gone = client.delete(f"/api/messages/templates/{made['id']}")

    assert (again.status_code, again.json()["code"]) == (422, "messages.name_taken")
    assert listed == [changed]
    assert (changed["moments"], gone.status_code) == ([], 204)
    assert client.get("/api/messages/templates").json() == []


def test_role_that_may_not_see_addresses_gets_dots(ayse: Member, client: TestClient) -> None:
    client.post("/api/notify", json=_MAIL)
    with db.transaction(system_scope(ayse.merchant_id)) as session:
        session.connection().exec_driver_sql(
            "UPDATE role SET masks = '[\"buyer.email\"]' WHERE key = 'admin'"
        )
    sessions.forget_all()

    assert [one["recipient"] for one in client.get("/api/messages").json()["messages"]] == ["•••"]


def test_way_out_needs_a_press_and_no_log_in(ayse: Member, client: TestClient) -> None:
    scope = system_scope(ayse.merchant_id)
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, Way.EMAIL, ["mehmet@example.com"], ConsentState.GRANTED)
    sent = client.post("/api/notify", json={**_MAIL, "commercial": True}).json()
    address = opting_out.address(ayse.merchant_id, UUID(sent["id"]))
    path = address.partition("//")[2].partition("/")[2]
    anybody = TestClient(client.app)

    looked = anybody.get(f"/{path}")
    before = client.get("/api/messages/consents").json()[0]["state"]
    pressed = anybody.post(f"/{path}")
    after = client.get("/api/messages/consents").json()[0]

    assert (looked.status_code, before, pressed.status_code) == (200, "granted", 200)
    assert (after["state"], after["source"]) == ("refused", "link")
    assert anybody.get("/stop/baska").status_code == 404
    assert (
        client.post("/api/notify", json={**_MAIL, "commercial": True}).json()["code"] == "messages.opted_out"
    )


def test_choices_come_back_as_they_were_kept(client: TestClient) -> None:
    wanted = {
        "rules": {"orders": {"email": "digest", "in_app": "off"}},
        "phone": "+905321112233",
        "quiet_from": 1320,
        "quiet_to": 480,
        "errors_break_quiet": True,
        "digest_at": 510,
    }

    assert client.put("/api/notifications/choices", json=wanted).json() == wanted
    assert client.get("/api/notifications/choices").json() == wanted

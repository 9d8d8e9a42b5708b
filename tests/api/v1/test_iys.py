"""The registry of consents over REST: what it lacks, its file out and in."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from prapazar.api import app
from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import ConsentState
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database", "redis_server")
_FILE = (
    "type,source,recipient,status,consentDate,recipientType\n"
    "MESAJ,HS_WEB,+905321112233,ONAY,2026-11-02 12:30:00,BIREYSEL\n"
    "MESAJ,HS_WEB,kim,ONAY,2026-11-02 12:30:00,BIREYSEL\n"
)


@pytest.fixture
def ayse() -> Member:
    return people.member(people.merchant())


@pytest.fixture
def client(ayse: Member) -> Iterator[TestClient]:
    with TestClient(app.build(), headers={"Authorization": f"Bearer {ayse.key}"}) as opened:
        yield opened


def test_consents_go_out_are_marked_and_come_in(ayse: Member, client: TestClient) -> None:
    scope = system_scope(ayse.merchant_id)
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, "email", ["ayse@example.com"], ConsentState.GRANTED)

    before = client.get("/api/iys").json()
    file = client.get("/api/iys/file.csv", params={"source": "HS_WEB"})
    marked = client.post("/api/iys/told", json={"until": "2100-01-01T00:00:00+00:00"}).json()
    taken = client.post("/api/iys/file", files={"file": ("iys.csv", _FILE.encode(), "text/csv")}).json()
    after = client.get("/api/iys", params={"view": "all"}).json()

    assert (before["told"], before["open"], [one["address"] for one in before["consents"]]) == (
        0,
        1,
        ["ayse@example.com"],
    )
    assert file.text.splitlines()[1].startswith("EPOSTA,HS_WEB,ayse@example.com,ONAY,")
    assert marked == {"count": 1}
    assert taken == {
        "taken": 1,
        "faults": [
            {
                "row": 3,
                "column": "recipient",
                "code": "iys.bad_recipient",
                "message": "“kim” bu tür için bir adres değil; +905... ya da e-posta olmalı.",
            }
        ],
    }
    assert (after["told"], after["open"], len(after["consents"])) == (2, 0, 2)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/iys?view=odd", 422),
        ("/api/iys?cursor=odd", 422),
        ("/api/iys/file.csv?source=HS_UYDURMA", 422),
        ("/api/iys/file.csv?until=odd", 422),
    ],
)
def test_what_is_asked_wrongly_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_who_may_not_write_messages_gets_no_file(ayse: Member) -> None:
    other = people.member(ayse.merchant_id, "integrator")
    with TestClient(app.build(), headers={"Authorization": f"Bearer {other.key}"}) as client:
        assert client.get("/api/iys/file.csv").status_code == 403

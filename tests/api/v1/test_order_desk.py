"""Files and bulk runs of orders over REST."""

from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.foundation import db
from tests.factories import catalog, orders
from tests.factories.tabs import person

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_file_is_kept_fetched_and_told_and_a_script_is_refused(client: TestClient, database: str) -> None:
    who = person()
    head = {"Authorization": f"Bearer {who.key}"}
    with db.transaction(who.scope) as session:
        channel = catalog.connection(session, who.scope)
        import_packages(session, who.scope, channel, [orders.package("P1", orders.line("a"))])
        order_id = session.execute(text("SELECT id FROM purchase_order")).scalar_one()

    def send(name: str, data: bytes) -> tuple[int, dict[str, str]]:
        address = f"/api/orders/{order_id}/files?kind=picture"
        answer = client.post(address, files={"file": (name, data)}, headers=head)
        return answer.status_code, answer.json()

    refused, taken = send("kutu.png", b"<script>alert(1)</script>"), send("kutu.png", PNG)
    fetched = client.get(f"/api/files/{taken[1]['id']}", headers=head)
    run = client.post("/api/orders/bulk", json={"kind": "accept", "view": "new"}, headers=head)
    gone = client.delete(f"/api/orders/{order_id}/files/{taken[1]['id']}", headers=head)

    assert (refused[0], taken[0], gone.status_code) == (422, 201, 204)
    assert (fetched.content, fetched.headers["content-type"]) == (PNG, "image/png")
    assert (run.status_code, run.json()["done"], run.json()["failed"]) == (202, 1, 0)
    with db.transaction(who.scope) as session:
        kinds = session.execute(text("SELECT kind FROM order_event ORDER BY id")).scalars()
        assert [kind for kind in kinds if "file" in kind] == ["file", "file_removed"]


def test_missing_district_is_entered_as_its_province_writes_it(client: TestClient, database: str) -> None:
    who = person()
    head = {"Authorization": f"Bearer {who.key}"}
    with db.transaction(who.scope) as session:
        channel = catalog.connection(session, who.scope)
        import_packages(session, who.scope, channel, [orders.package("P1", orders.line("a"))])
        order_id = session.execute(text("UPDATE purchase_order SET district = '' RETURNING id")).scalar_one()
    address = f"/api/orders/{order_id}/district"

    wrong = client.put(address, json={"district": "Konak"}, headers=head)
    right = client.put(address, json={"district": "kadikoy"}, headers=head)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "orders.district_unknown")
    assert (right.status_code, right.json()["district"]) == (200, "Kadıköy")
    with db.transaction(who.scope) as session:
        events = session.execute(text("SELECT values FROM order_event WHERE kind = 'district'")).scalars()
        assert list(events) == [{"district": "Kadıköy"}]

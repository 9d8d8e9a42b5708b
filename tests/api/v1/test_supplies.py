"""A supplier over REST: it sees, sends and tells what is its own, and no other door is open to it."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.domain.access import actions as access
from prapazar.domain.access import sessions
from prapazar.domain.access.permissions import SUPPLIER_MAY
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import people, supplying


def test_a_supplier_sends_and_tells_its_own_over_rest(client: TestClient, database: str) -> None:
    merchant = people.merchant()
    boss, worker = people.member(merchant), people.member(merchant, "supplier")
    made = supplying.supplied(system_scope(merchant))

    def ask(method: str, path: str, who: people.Member = worker, **body: Any) -> Any:  # noqa: ANN401 - an answer
        head = {"Authorization": f"Bearer {who.key}"}
        return client.request(method, f"/api{path}", headers=head, json=body or None)

    unbound = ask("GET", "/supplies/packages").json()["packages"]
    bound = ask("PUT", f"/users/{worker.user_id}", boss, supplier_id=str(made.ours))
    sessions.forget_all()
    [seen] = ask("GET", "/supplies/packages").json()["packages"]
    parcel = ask("GET", f"/supplies/packages/{made.mine}").json()
    strange = ask("GET", f"/supplies/packages/{made.theirs}")
    taken = ask("POST", "/supplies/packages/take-on", packages=[str(made.mine)]).json()
    sent = ask("POST", f"/supplies/packages/{made.mine}/ship", carrier="Sürat", tracking_number="S1")
    again = ask("POST", f"/supplies/packages/{made.mine}/ship", carrier="Sürat", tracking_number="S1")
    told = ask(
        *("PUT", "/supplies/stock"),
        supplier_id=str(made.ours),
        rows=[{"sku": "CAY", "units": 7}, {"sku": "BARDAK", "units": 1}],
    ).json()
    goods = ask("GET", "/supplies/goods").json()["goods"]
    feeds = ask("GET", "/supplies/feeds").json()
    closed = {
        path: ask("GET", path).status_code
        for path in (
            "/orders",
            "/products",
            "/customers",
            "/stock",
            "/users",
            "/routing/places",
            "/shipments",
        )
    }
    me = ask("GET", "/me").json()
    suppliers = ask("GET", "/users/suppliers", boss).json()
    places = ask("GET", "/routing/places", boss).json()

    assert (unbound, bound.status_code, seen["id"]) == ([], 204, str(made.mine))
    assert parcel["recipient"].startswith("Ayşe Yılmaz")
    assert (strange.status_code, strange.json()["code"]) == (404, "supplies.not_yours")
    assert taken == {"moved": ["A"], "refused": []}
    assert (sent.status_code, again.status_code, again.json()["code"]) == (204, 409, "supplies.not_open")
    assert told == {
        "rows": 2,
        "changed": 1,
        "faults": [{"row": 2, "code": "sku_unknown", "value": "BARDAK"}],
    }
    assert [(row["sku"], row["on_hand"]) for row in goods] == [("CAY", 7)]
    assert [(row["name"], row["rows"], row["failed"]) for row in feeds] == [("Ege Toptan", 2, 1)]
    assert set(closed.values()) == {403}
    assert (me["supplier_id"], set(me["permissions"])) == (
        str(made.ours),
        set(SUPPLIER_MAY),
    )
    assert [(row["name"], row["people"]) for row in suppliers] == [("Bursa Toptan", 0), ("Ege Toptan", 1)]
    assert {row["name"]: row["people"] for row in places if row["is_supplier"]} == {
        "Bursa Toptan": 0,
        "Ege Toptan": 1,
    }


def test_scores_are_listed_by_supplier(client: TestClient, database: str) -> None:
    boss = people.member(people.merchant())
    supplying.supplied(boss.scope)
    with db.transaction(boss.scope) as session:
        session.execute(text("UPDATE purchase_order SET ordered_at = now()"))

    found = client.get("/api/supplies/scores?days=90", headers={"Authorization": f"Bearer {boss.key}"}).json()

    # Both were routed one package each, which says nothing yet.
    assert sorted((row["supplier"], row["on_time_share"], row["wanting"]) for row in found) == [
        ("Bursa Toptan", None, 0),
        ("Ege Toptan", None, 0),
    ]


def test_an_invitation_may_name_the_supplier(client: TestClient, database: str, letterbox: object) -> None:
    boss = people.member(people.merchant())
    made = supplying.supplied(boss.scope)
    head = {"Authorization": f"Bearer {boss.key}"}
    invitation = {"email": "kemal@example.com", "role_id": str(people.role_id(boss.merchant_id, "supplier"))}

    wrong = client.post("/api/users", headers=head, json={**invitation, "supplier_id": str(made.tea)})
    right = client.post("/api/users", headers=head, json={**invitation, "supplier_id": str(made.ours)})

    found = {row["email"]: row["supplier"] for row in client.get("/api/users", headers=head).json()}
    assert (wrong.status_code, wrong.json()["code"]) == (422, "access.supplier_unknown")
    assert (right.status_code, found) == (201, {boss.email: "", "kemal@example.com": "Ege Toptan"})


def test_a_supplier_hands_its_own_packages_back_over_rest(client: TestClient, database: str) -> None:
    merchant = people.merchant()
    boss, worker = people.member(merchant), people.member(merchant, "supplier")
    made = supplying.supplied(system_scope(merchant))
    with db.system_transaction() as session:
        access.set_member_supplier(session, boss.scope, worker.user_id, made.ours)
    sessions.forget_all()

    def refuse(package: object, **body: str) -> tuple[int, Any]:
        head = {"Authorization": f"Bearer {worker.key}"}
        asked = {"packages": [str(package)], "reason": "other", **body}
        answer = client.post("/api/supplies/packages/refuse", headers=head, json=asked)
        return answer.status_code, answer.json().get("code") or answer.json().get("orders")

    said = [
        refuse(made.theirs, reason="out_of_stock"),
        refuse(made.mine),
        refuse(made.mine, reason="nonsense"),
        refuse(made.mine, note="Taşınıyoruz"),
        refuse(made.mine, reason="out_of_stock"),
    ]

    assert [(status, what) for status, what in said if status != 422] == [
        *((404, "supplies.not_yours"), (200, ["A"]), (404, "supplies.not_yours"))
    ]
    assert said[1] == (422, "supplies.note_missing")


def test_labels_are_fetched_over_rest_of_ones_own_packages_alone(client: TestClient, database: str) -> None:
    merchant = people.merchant()
    boss, worker = people.member(merchant), people.member(merchant, "supplier")
    scope = system_scope(merchant)
    made = supplying.supplied(scope)
    with db.system_transaction() as session:
        access.set_member_supplier(session, boss.scope, worker.user_id, made.ours)
    sessions.forget_all()

    def fetch(*packages: object) -> tuple[int, str]:
        asked = ",".join(map(str, packages))
        answer = client.get(
            f"/api/supplies/packages/labels?ids={asked}", headers={"Authorization": f"Bearer {worker.key}"}
        )
        return answer.status_code, answer.headers["content-type"].partition(";")[0]

    none = fetch(made.mine)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE shipment_package SET tracking_number = 'K' || external_id"))
    found = [none, fetch(made.mine), fetch(made.mine, made.theirs), fetch("x")]

    assert [status for status, _ in found] == [409, 200, 404, 422]
    assert found[1] == (200, "application/pdf")

"""Routing rules over REST: written, ordered, tried, switched off and deleted."""

from uuid import UUID, uuid4

import httpx
from fastapi.testclient import TestClient

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from tests.factories import catalog, orders
from tests.factories.tabs import person


def test_rules_are_written_ordered_tried_and_deleted(client: TestClient, database: str) -> None:
    who = person()
    head = {"Authorization": f"Bearer {who.key}"}
    with db.transaction(who.scope) as session:
        channel, cup = catalog.connection(session, who.scope), catalog.variant(session, who.scope, "BARDAK")
        import_packages(session, who.scope, channel, [orders.package("P1", orders.line("869BARDAK"))])
        number = session.connection().exec_driver_sql("SELECT number FROM purchase_order").scalar_one()

    def ask(method: str, path: str, **body: object) -> httpx.Response:
        answer: httpx.Response = client.request(
            method, f"/api/routing{path}", headers=head, json=body or None
        )
        return answer

    def tried() -> tuple[str, str, list[str]]:
        said = ask("GET", f"/choice?order={number}").json()
        return said["rule"], said["warehouse"], said["passed_over"]

    place = ask("POST", "/places", name="Toptancı", is_supplier=True).json()["id"]
    any_one = ask("POST", "/rules", name="Hepsi", warehouse_id=place).json()["id"]
    marmara = ask("POST", "/rules", name="Marmara", warehouse_id=place, provinces=["İstanbul"]).json()["id"]
    wrong = ask("POST", "/rules", name="Yok", warehouse_id=place, provinces=["Atlantis"])
    nowhere = ask("PUT", f"/rules/{marmara}", name="Yok", warehouse_id=str(uuid4()))
    seen = [tried()]
    ask("PUT", "/order", rule_ids=[marmara, any_one])
    seen.append(tried())
    part = ask("PUT", "/order", rule_ids=[any_one])
    ask("PATCH", f"/rules/{marmara}", is_active=False)
    seen.append(tried())
    with db.transaction(who.scope) as session:
        stock.set_on_hand(session, who.scope, [StockCount(cup, 0)], warehouse_id=UUID(place))
    seen.append(tried())
    gone = [ask("DELETE", f"/rules/{any_one}").status_code for _ in range(2)]
    seen.append(tried())

    [rule] = ask("GET", "/rules").json()
    assert (wrong.status_code, wrong.json()["code"]) == (422, "shipping.no_province")
    assert (nowhere.status_code, nowhere.json()["code"], part.status_code) == (
        422,
        "routing.place_missing",
        422,
    )
    assert seen == [
        ("Hepsi", "Toptancı", []),
        ("Marmara", "Toptancı", []),
        ("Hepsi", "Toptancı", []),
        ("", "", ["Toptancı"]),
        ("", "", []),
    ]
    assert (rule["name"], rule["provinces"], rule["is_active"]) == ("Marmara", ["İstanbul"], False)
    assert gone == [204, 404]

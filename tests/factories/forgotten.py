"""One person with unmistakable values, put everywhere by the product's own flows, and the search for what is left."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import redis
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from prapazar.domain.access import actions as access
from prapazar.domain.access import audit, views
from prapazar.domain.aftersales import actions as aftersales
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus, QuestionStatus
from prapazar.domain.aftersales.records import IncomingClaim, IncomingClaimLine, IncomingQuestion
from prapazar.domain.channels import takes
from prapazar.domain.customers import actions as customers
from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import ConsentState, OrderMoment
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.records import IncomingPackage
from prapazar.domain.payments import actions as payments
from prapazar.domain.payments.actions import Buyer
from prapazar.domain.pipeline import actions as pipeline
from prapazar.domain.pipeline.rules import Draft
from prapazar.domain.planning import actions as planning
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.domain.shipping import actions as shipping
from prapazar.domain.shipping.actions import Seen
from prapazar.domain.shipping.actions.tracking import Movement
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.domain.stock import actions as stock
from prapazar.domain.support import actions as support
from prapazar.domain.support.actions import ContactDraft, Rated, TicketDraft
from prapazar.domain.support.enums import InteractionKind
from prapazar.flows import invoicing as invoicing_flow
from prapazar.flows import message_events, messages, sheet_runs, tickets
from prapazar.foundation import db, inbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.settings import settings
from tests.factories import catalog, paper_carrier
from tests.factories import invoicing as invoices
from tests.factories import messages as letters
from tests.factories import orders as order_factory
from tests.factories import payments as till_factory

NAME = "Zülfikar Öğütçüoğlu"
EMAIL = "zulfikar.ogutcu@ornekposta.example"
PHONE = "0533 987 65 43"
TAX = "10000000146"
LINE = "Kervansaray Çıkmazı No: 44 D: 9"
CITY, DISTRICT = "Amasya", "Gümüşhacıköy"
BUYER_ID = "ALICI-77321X"
IP = "203.0.113.77"
TRACES = (
    *("zulfikar", "ogutcuoglu", "zulfikar.ogutcu", "ornekposta", "5339876543", "533 987 65 43"),
    *(TAX, "kervansaray", "gumushacikoy", "alici-77321x", IP),
)
"""Folded: whatever of them is found anywhere has the person in it."""
LEGAL = frozenset({"invoice"})
"""Tables whose rows may name a buyer for ten years."""
_DOOR: dict[str, str | None] = {
    "name": NAME,
    "line": LINE,
    "city": CITY,
    "district": DISTRICT,
    "phone": PHONE,
    "country": "TR",
}


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Where the person was put."""

    store: UUID
    order_id: UUID
    customer_id: UUID
    packages: tuple[IncomingPackage, ...]
    files: tuple[Path, ...]
    memory: str


def bought(number: str, **changes: object) -> IncomingPackage:
    """A package of the person's, bought an hour ago."""
    made = order_factory.package(number, order_factory.line("869A1"), ordered_at=now() - timedelta(hours=1))
    return replace(
        made,
        buyer_name=NAME,
        buyer_email=EMAIL,
        buyer_phone=PHONE,
        buyer_external_id=BUYER_ID,
        city=CITY,
        district=DISTRICT,
        shipping_address=dict(_DOOR),
        billing_address={**_DOOR, "tax_number": TAX},
        note=f"{NAME} için hediye paketi",
        **changes,  # type: ignore[arg-type]  # fields of the package
    )


def everywhere(scope: Scope) -> Everywhere:
    """Orders, parcels, papers, money, words, raw deliveries, recordings, files and memory."""
    store, found = _ordered(scope)
    order_id = found["P1"]
    _shipped(scope, order_id)
    _invoiced(scope, order_id)
    _paid(scope)
    _complained(scope, store)
    _written_to(scope)
    _raw(scope, store)
    _named_by_people(scope, order_id)
    with db.transaction(scope) as session:
        customers.gather(session, scope)
        session.execute(text("UPDATE customer SET note = :note"), {"note": f"{NAME} sabahları aranmasın"})
    customer_id = _customer(scope, order_id)
    _helped(scope, order_id, customer_id)
    packages = (bought("P1"), bought("P2"))
    return Everywhere(store, order_id, customer_id, packages, _files(scope), _memory())


def ordered(scope: Scope) -> tuple[UUID, UUID]:
    """The store, and the customer its two orders made."""
    store, found = _ordered(scope)
    return store, _customer(scope, found["P1"])


def _customer(scope: Scope, order_id: UUID) -> UUID:
    with db.transaction(scope) as session:
        found: UUID = session.execute(
            text("SELECT customer_id FROM customer_order WHERE order_id = :id"), {"id": order_id}
        ).scalar_one()
    return found


def _ordered(scope: Scope) -> tuple[UUID, dict[str, UUID]]:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        variant = catalog.variant(session, scope, "A1")
        stock.set_on_hand(session, scope, [stock.StockCount(variant, 500)])
        catalog.listing(session, scope, store, variant, "869A1")
    letters.template(scope, OrderMoment.NEW)
    with db.transaction(scope) as session:
        import_packages(session, scope, store, [bought("P1"), bought("P2")])
        customers.gather(session, scope)
        found = session.execute(text("SELECT external_id, id FROM purchase_order"))
        return store, {row.external_id.removeprefix("o-"): row.id for row in found}


def _shipped(scope: Scope, order_id: UUID) -> None:
    with db.transaction(scope) as session:
        connection = paper_carrier.account(session, scope)
        account = CarrierAccount(connection, paper_carrier.SLUG, "Kâğıt Kargo", is_called=False)
        package = session.execute(
            text("SELECT id FROM shipment_package WHERE order_id = :id"), {"id": order_id}
        ).scalar_one()
        shipment = shipping.open_shipments(session, scope, [package], [account]).shipments[package]
        label = f"%PDF-1.4 {NAME} {LINE}".encode()
        files.keep(session, scope, Subject.SHIPMENT, shipment, FileKind.LABEL, f"{NAME}.pdf", label)
        shipping.hand_over(session, scope, [shipment])
        reference = session.execute(text("SELECT reference FROM shipment")).scalar_one()
        moved = Movement(now(), ShipmentStatus.DELIVERED, "T", f"{NAME} imzasıyla teslim edildi", "Amasya")
        seen = Seen(
            reference,
            ShipmentStatus.DELIVERED,
            "T",
            [moved],
            tracking_url="https://kargo.example/44",
            received_by=NAME,
        )
        shipping.record_tracking(session, scope, connection, [seen])


def _invoiced(scope: Scope, order_id: UUID) -> None:
    """One issued by a pretend provider, one that is a draft still."""
    with db.transaction(scope) as session:
        [account] = invoices.seller(session, scope)
        other = session.execute(
            text("SELECT id FROM purchase_order WHERE id <> :id"), {"id": order_id}
        ).scalar_one()
        issued = invoicing.draft(session, scope, order_id)
        invoicing.draft(session, scope, other)
        invoicing.issue(session, scope, issued)
    invoicing_flow.send(account)


def _paid(scope: Scope) -> None:
    """An order of the counter whose buyer opened the provider's page."""
    with db.transaction(scope) as session:
        till = till_factory.account(session, scope)
        variant = session.execute(text("SELECT id FROM variant")).scalar_one()
        wanted = orders.ManualOrder(
            NAME,
            [orders.ManualLine(variant, 1, Decimal(100))],
            buyer_email=EMAIL,
            buyer_phone=PHONE,
            city=CITY,
            district=DISTRICT,
            address=LINE,
            note=f"{NAME} arayacak",
        )
        placed = orders.create_manual(session, scope, wanted)
        payment = payments.ask(session, scope, payments.Wish(till, order_id=placed))
        payments.begin(session, scope, payment, Buyer(NAME, EMAIL, "+905339876543", IP))


def _complained(scope: Scope, store: UUID) -> None:
    at = now()
    line = IncomingClaimLine(
        "L1", "Çay", 1, ClaimStatus.WAITING, barcode="869A1", note=f"Ben {NAME}, kutu ezilmiş"
    )
    claim = IncomingClaim(
        "C1", ClaimKind.RETURN, ClaimStatus.WAITING, "o-P1", at, at, (line,), buyer_name=NAME
    )
    asked = IncomingQuestion(
        *("Q1", QuestionStatus.WAITING, at, f"Ben {NAME}, beni {PHONE} numarasından arayın"),
        customer_name=NAME,
        order_external_id="o-P2",
    )
    stray = IncomingQuestion(
        "Q2", QuestionStatus.WAITING, at, f"Adresim {LINE}, {EMAIL}", customer_name=NAME.upper()
    )
    with db.transaction(scope) as session:
        aftersales.take_claims(session, scope, store, [claim])
        aftersales.take_questions(session, scope, store, [asked, stray])
        claim_id = session.execute(text("SELECT id FROM claim")).scalar_one()
        picture = b"%PDF-1.4 " + NAME.encode()
        files.keep(session, scope, Subject.CLAIM, claim_id, FileKind.EVIDENCE, "kanit.pdf", picture)


def _written_to(scope: Scope) -> None:
    """Kept as a file, for no mail server is set."""
    message_events.compose(scope.merchant_id)
    messages.send_mail(scope.merchant_id)
    with db.transaction(scope) as session:
        messaging.record_consents(session, scope, "email", [EMAIL], ConsentState.GRANTED, note=NAME)
        messaging.record_consents(session, scope, "sms", [PHONE], ConsentState.REFUSED)


def _helped(scope: Scope, order_id: UUID, customer_id: UUID) -> None:
    """Tickets with words, files and a rating, a call with its next step, and a deal."""
    asked = TicketDraft(
        subject=f"{NAME} kargosunu soruyor", words=f"Ben {NAME}, {PHONE}", order_id=order_id, tags=(NAME,)
    )
    call = ContactDraft(
        kind=InteractionKind.CALL, body=f"{NAME} aradı", at=now(), next_step=f"{NAME} için teklif"
    )
    deal = Draft(title=f"{NAME} toptan", customer_id=customer_id, note=f"{EMAIL} adresine yazılacak")
    with db.transaction(scope) as session:
        ticket = support.open_ticket(session, scope, asked)
        support.rate(session, scope, Rated(ticket_id=ticket), 5, [], f"{NAME} memnun")
        support.add_contact(session, scope, customer_id, call)
        pipeline.start(session, scope)
        pipeline.save(session, scope, None, deal)
        tickets.keep_file(session, scope, ticket, f"{NAME}.pdf", b"%PDF-1.4 " + NAME.encode())


def _raw(scope: Scope, store: UUID) -> None:
    """As the channel sent it: escaped, in a form, in the repair queue, in recordings."""
    body = json.dumps({"customer": {"name": NAME, "email": EMAIL}})
    with db.transaction(scope) as session:
        delivery = inbox.receive(
            session, scope.merchant_id, store, "e1", "orders", {"x": EMAIL}, body.encode()
        )
        assert delivery is not None
        inbox.finish(session, [delivery], [None], [["P1"]])
        orders.park(
            session,
            scope,
            store,
            RepairKind.UNREADABLE,
            "P9",
            code="connector.unknown_status",
            values={"detail": f"{NAME} okunamadı"},
            raw=body.encode(),
        )
        answers = [{"answer": body, "form": "ad=Z%C3%BClfikar+%C3%96%C4%9F%C3%BCt%C3%A7%C3%BCo%C4%9Flu"}]
        takes.keep(
            *(session, scope, store),
            operation="fetch_packages",
            content=answers,
            records=1,
            parked=0,
            error=None,
            ids=["P1"],
        )
        _run(session, scope, store, body)


def _run(session: Session, scope: Scope, store: UUID, body: str) -> None:
    """What connectors and consoles leave behind."""
    given = {"merchant": scope.merchant_id, "store": store, "said": f"{NAME} {PHONE}", "body": body}
    given["packed"] = takes.pack({"answer": body}, store)
    for statement in (
        (
            "INSERT INTO traffic_entry (id, merchant_id, connection_id, operation, method, url, duration_ms, request,"
            " answer) VALUES (gen_random_uuid(), :merchant, :store, 'x', 'GET', '/orders?q=' || :said, 1, '', :body)"
        ),
        (
            "INSERT INTO bench_run (id, merchant_id, connection_id, kind, operation, status, content)"
            " VALUES (gen_random_uuid(), :merchant, :store, 'operation', 'x', 'done', :packed)"
        ),
        (
            "INSERT INTO webhook_refusal (id, merchant_id, connection_id, hour, code, detail, headers, body, times)"
            " VALUES (gen_random_uuid(), :merchant, :store, now(), 'x', '', '{}', :body, 1)"
        ),
        (
            "INSERT INTO job_run (id, merchant_id, connection_id, kind, count, error)"
            " VALUES (gen_random_uuid(), :merchant, :store, 'orders', 0, :said)"
        ),
    ):
        session.execute(text(statement), given)


def _named_by_people(scope: Scope, order_id: UUID) -> None:
    with db.system_transaction() as session:
        clerk = access.add_member(
            session,
            scope,
            email="memur@magaza.example",
            name="Memur",
            password="uzun-bir-parola",
            role_key="admin",
        )
    acting = replace(scope, user_id=clerk)
    with db.transaction(scope) as session:
        orders.add_note(session, scope, order_id, f"{NAME} ile {PHONE} üzerinden konuşuldu")
        audit.append(session, scope, "orders.note", order_id, {"text": f"{NAME} arandı"})
        audit.append(session, scope, "orders.seen", order_id, {})
        checks = (Check(text=f"{EMAIL} adresine yaz"),)
        planning.add_task(
            session, acting, TaskDraft(title=f"{NAME} aranacak", note=f"Tel {PHONE}", checklist=checks)
        )
        views.save_view(session, acting, "orders", NAME, {"search": EMAIL})
        messaging.notify(
            session, scope, "other.note", permission="orders.read", values={"text": f"{NAME} aradı"}
        )


def _files(scope: Scope) -> tuple[Path, ...]:
    """A sheet somebody uploaded, one that was made, and an export that was never fetched."""
    sheet = sheet_runs.upload_path(scope, "siparisler.csv")
    sheet.write_text(f"Alıcı;Telefon\n{NAME.upper()};{PHONE}\n", encoding="utf-8")
    made = settings().data_dir / "made" / str(scope.merchant_id) / "kargo.csv.gz"
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_bytes(gzip.compress(f"{NAME};{LINE}".encode()))
    taken = settings().data_dir / "exports" / str(scope.merchant_id)
    taken.mkdir(parents=True, exist_ok=True)
    sheet_of_orders, drawn = taken / "siparisler.csv", taken / "siparisler.pdf"
    sheet_of_orders.write_text(f"Alıcı\n{NAME}\n", encoding="utf-8")
    drawn.write_bytes(b"%PDF-1.4 in glyphs of its own")
    letters_kept = tuple((settings().data_dir / "outgoing-mail").glob("*.eml"))
    return (sheet, made, sheet_of_orders, drawn, *letters_kept)


def _memory() -> str:
    """As a tab's state stands in Redis."""
    key = "test-state-of-a-tab"
    with redis.Redis.from_url(settings().redis_url or "") as client:
        client.set(key, b"\x80\x04" + f"rows {NAME} {EMAIL}".encode(), ex=600)
    return key


def sums(session: Session) -> list[tuple[str, str, str]]:
    """What the books of sales and money say, person or not."""
    found = session.execute(
        text(
            "SELECT 'order', CAST(sum(total) AS text), CAST(sum(paid) AS text) FROM purchase_order"
            " UNION ALL SELECT 'payment', CAST(sum(amount) AS text), CAST(count(*) AS text) FROM payment"
            " UNION ALL SELECT 'invoice', CAST(sum(payable) AS text), CAST(count(*) AS text) FROM invoice"
            "  WHERE number IS NOT NULL"
        )
    )
    return [(row[0], row[1], row[2]) for row in found]


def found_in(data: bytes) -> set[str]:
    """What of the person stands in it."""
    said = fold(data.decode("utf-8", errors="replace"))
    return {trace for trace in TRACES if trace in said}


def traces(scope: Scope) -> dict[str, set[str]]:
    """Where anything of the person is left: tables, files and Redis, by what was found."""
    found: dict[str, set[str]] = {}
    for place, said in (*_tables(), *_on_disk(scope), *_in_redis()):
        hit = {trace for trace in TRACES if trace in said}
        if hit:
            found.setdefault(place, set()).update(hit)
    return found


def _tables() -> Iterator[tuple[str, str]]:
    engine: Engine = create_engine(db.owner_url())
    with engine.connect() as connection:
        names = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ).scalars()
        for name in list(names):
            rows = connection.execute(text(f'SELECT CAST(t AS text) FROM "{name}" t')).scalars()
            for row in rows:
                yield name, _readable(row)
    engine.dispose()


def _readable(row: str) -> str:
    """Folded; bytes, which PostgreSQL shows in hexadecimal, as the words they may be."""
    parts = [row]
    for piece in row.replace('"', " ").replace(",", " ").replace("(", " ").replace(")", " ").split():
        digits = piece.lstrip("\\").removeprefix("x")
        if piece.startswith("\\") and len(digits) % 2 == 0:
            try:
                parts.append(bytes.fromhex(digits).decode("utf-8", errors="replace"))
            except ValueError:
                continue
    return fold(" ".join(parts))


def _on_disk(scope: Scope) -> Iterator[tuple[str, str]]:
    kept = (f"{folder}/{scope.merchant_id}" for folder in ("uploads", "made", "exports", "erasures"))
    for folder in (*kept, "outgoing-mail"):
        for path in (settings().data_dir / folder).rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                plain = gzip.decompress(data) if path.suffix == ".gz" else data
                yield f"file {path.name}", fold(plain.decode("utf-8", errors="replace"))


def _in_redis() -> Iterator[tuple[str, str]]:
    with redis.Redis.from_url(settings().redis_url or "") as client:
        for key in client.scan_iter(_type="string"):
            value = client.get(key)
            if isinstance(value, bytes):
                yield f"redis {key!r}", fold(value.decode("utf-8", errors="replace"))

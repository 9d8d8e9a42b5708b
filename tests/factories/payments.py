"""A seller's order of the counter, an account at a payment provider, and a provider that does as it is told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.payments import (
    PaymentPage,
    PaymentRecord,
    PaymentRequest,
    PaymentState,
    given_back,
)
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels.models import Connection
from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders.actions import ManualLine, ManualOrder
from prapazar.domain.payments import actions
from prapazar.domain.payments.actions import Buyer
from prapazar.domain.stock import actions as stock
from prapazar.flows import connections, payments
from prapazar.foundation import db, secrets
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories import invoicing as invoicing_factory

BUYER = Buyer("Şule Iğdırlıoğlu", "sule@example.com", "+905550001122", "127.0.0.1")


def account(session: Session, scope: Scope, slug: str = "till") -> UUID:
    made = Connection(
        merchant_id=scope.merchant_id,
        connector=slug,
        name="Kasa",
        environment="sandbox",
        credentials=b"",
        webhook_key=f"{slug}-{scope.merchant_id.hex}",
    )
    made.credentials = secrets.box().seal_json({}, made.id.bytes)
    session.add(made)
    session.flush()
    return made.id


def order(session: Session, scope: Scope, *, price: str = "100.00", quantity: int = 2) -> UUID:
    """Entered by hand: nobody has the buyer's money yet."""
    variant = session.execute(text("SELECT id FROM variant LIMIT 1")).scalar()
    if variant is None:
        variant = catalog.variant(session, scope, "A1")
        stock.set_on_hand(session, scope, [stock.StockCount(variant, 5_000)])
    lines = [ManualLine(variant, quantity, Decimal(price))]
    wanted = ManualOrder(
        BUYER.name, lines, buyer_email=BUYER.email, buyer_phone=BUYER.phone, city="Ankara", district="Çankaya"
    )
    return orders.create_manual(session, scope, wanted)


@dataclass
class PretendTill:
    """Keeps what it was asked for by reference; `faults` are raised one after the other by what it is told."""

    callback_answer: str = "OK"
    callback_by_hand: bool = True
    opened: dict[str, PaymentRequest] = field(default_factory=dict)
    records: dict[str, PaymentRecord] = field(default_factory=dict)
    refunds: list[tuple[str, Decimal]] = field(default_factory=list)
    faults: list[ConnectorError] = field(default_factory=list)
    refunds_all_the_same: bool = False
    asked: int = 0
    is_deaf: bool = False
    before_open: Callable[[], None] = lambda: None

    def test_credentials(self) -> None:
        """It lets everybody in."""

    def open_payment(self, request: PaymentRequest) -> PaymentPage:
        self.before_open()
        if self.faults:
            raise self.faults.pop(0)
        if request.reference in self.opened:
            raise Rejected("there already", code="till.duplicate")
        self.opened[request.reference] = request
        return PaymentPage(
            f"x-{request.reference}", f"https://till.example/{request.reference}", in_frame=True
        )

    def pay(self, reference: str, amount: str | None = None, state: PaymentState = PaymentState.PAID) -> None:
        request = self.opened[reference]
        self.records[reference] = PaymentRecord(
            reference=reference,
            external_id=f"x-{reference}",
            state=state,
            provider_status=state.value,
            amount=Decimal(amount) if amount else request.amount,
            currency=request.currency,
            fee=Decimal("3.50"),
            card="**** 0008",
            failure="limit" if state is PaymentState.FAILED else "",
        )

    def callback(self, reference: str, state: str = "paid", key: str = "good") -> WebhookDelivery:
        return WebhookDelivery({}, json.dumps({"reference": reference, "state": state, "key": key}).encode())

    def comes_with_buyer(self, delivery: WebhookDelivery) -> bool:  # noqa: ARG002 - its callbacks come from itself
        return False

    def read_payment(self, delivery: WebhookDelivery) -> PaymentRecord:
        said = json.loads(delivery.body)
        if said["key"] != "good":
            raise AuthFailed("signature")
        if self.is_deaf:
            raise Unavailable("it would have to ask")
        return replace(self.records[said["reference"]], state=PaymentState(said["state"]))

    def fetch_payment(self, reference: str, external_id: str) -> PaymentRecord | None:  # noqa: ARG002 - it knows them by reference
        self.asked += 1
        return self.records.get(reference)

    def refund_payment(self, payment: PaymentRecord, amount: Decimal, reference: str) -> PaymentRecord:
        kept = self.records[payment.reference]
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not self.refunds_all_the_same:
            raise fault
        if kept.refunded + amount > kept.amount:
            raise Rejected("beyond", code="till.too_much")
        self.records[payment.reference] = replace(kept, refunded=kept.refunded + amount)
        self.refunds.append((reference, amount))
        if fault is not None:
            raise fault
        return self.records[payment.reference]


@dataclass
class CancellingTill(PretendTill):
    """One that takes a payment back whole, until it says that its day is over."""

    cancelled: list[str] = field(default_factory=list)
    is_day_over: bool = False

    def cancel_payment(self, payment: PaymentRecord) -> PaymentRecord:
        kept = self.records[payment.reference]
        fault = self.faults.pop(0) if self.faults else None
        if self.is_day_over or kept.refunded:
            raise Rejected("the day is over", code="till.not_cancelled")
        self.cancelled.append(payment.reference)
        self.records[payment.reference] = given_back(kept, kept.amount, is_cancelled=True)
        if fault is not None:
            raise fault
        return self.records[payment.reference]


def due_now() -> None:
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))


def money(scope: Scope) -> dict[str, object]:
    """What the books say of the one order, its invoice and its payments."""
    with db.transaction(scope) as session:
        order_paid = session.execute(text("SELECT paid FROM purchase_order")).scalar()
        invoice = session.execute(text("SELECT paid FROM invoice ORDER BY id DESC LIMIT 1")).scalar()
        rows = session.execute(
            text("SELECT status, amount, refunded FROM payment ORDER BY created_at, id")
        ).all()
    return {
        "order": str(order_paid),
        "invoice": None if invoice is None else str(invoice),
        "payments": [(row.status, str(row.amount), str(row.refunded)) for row in rows],
    }


def paid(
    scope: Scope,
    till: PretendTill,
    *,
    charged: str | None = None,
    invoiced: bool = False,
    owner: UUID | None = None,
) -> tuple[UUID, UUID, str]:
    """An order of 200 whose buyer paid by card: the provider's account, the payment, the try's reference."""
    with db.transaction(scope) as session:
        made = owner or account(session, scope)
        placed = order(session, scope)
        payment = actions.ask(session, scope, actions.Wish(made, order_id=placed))
    if invoiced:
        with db.transaction(scope) as session:
            invoicing_factory.seller(session, scope)
            invoicing.draft(session, scope, placed)
        payments.settle(placed)
    before = set(till.opened)
    with db.transaction(scope) as session:
        actions.begin(session, scope, payment, BUYER)
    payments.open_pages(made)
    [reference] = set(till.opened) - before
    till.pay(reference, charged)
    with connections.opened(made) as channel:
        payments.record(channel, till.records[reference])
    return made, payment, reference


def events(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        return list(session.execute(text("SELECT kind FROM payment_event ORDER BY id")).scalars())

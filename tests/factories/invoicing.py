"""A seller with providers, an order to invoice, and a provider that does as it is told; no network."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.einvoices import (
    DocumentState,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.domain.channels.models import Connection
from prapazar.domain.invoicing import actions
from prapazar.domain.invoicing.actions import ProfileValues
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.records import IncomingLine
from prapazar.domain.stock import actions as stock
from prapazar.foundation import secrets
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

VKN = "1234567808"
"""Its check digit holds."""
SERIES = {"einvoice": "EFA", "earchive": "EAR", "despatch": "EIR", "return": "IAD"}
SELLER = {
    "tax_id": VKN,
    "name": "Çınarlı Ev Tekstili Ltd. Şti.",
    "tax_office": "Kadıköy",
    "city": "İstanbul",
    "district": "Kadıköy",
    "street": "Moda Caddesi 12",
    "website": "https://www.cinarli.example",
}


def seller(session: Session, scope: Scope, count: int = 1, **changed: Any) -> list[UUID]:  # noqa: ANN401 - fields of the profile
    """Ids of its providers' accounts; the connectors are called `pretend1`, `pretend2`."""
    made = [_provider(session, scope, f"pretend{place}") for place in range(1, count + 1)]
    values = {"seller": SELLER, "series": SERIES, "providers": made, **changed}
    actions.set_profile(session, scope, ProfileValues(**values))
    return made


def _provider(session: Session, scope: Scope, slug: str) -> UUID:
    made = Connection(
        merchant_id=scope.merchant_id,
        connector=slug,
        name=slug,
        environment="sandbox",
        credentials=b"",
        webhook_key=f"{slug}-{scope.merchant_id.hex}",
    )
    made.credentials = secrets.box().seal_json({}, made.id.bytes)
    session.add(made)
    session.flush()
    return made.id


def sold(
    session: Session,
    scope: Scope,
    count: int = 1,
    *,
    lines: tuple[IncomingLine, ...] = (),
    billing: Mapping[str, str] | None = None,
    email: str | None = "sule@example.com",
    connector: str = "trendyol",
) -> list[UUID]:
    """Orders of a pretend channel, each with one package, oldest first."""
    channel = catalog.connection(session, scope, connector)
    variant = catalog.variant(session, scope, "A1")
    stock.set_on_hand(session, scope, [stock.StockCount(variant, 5_000)])
    catalog.listing(session, scope, channel, variant, "869A1")
    found = [orders.package(f"P{n}", *(lines or (orders.line("869A1", 2),))) for n in range(count)]
    import_packages(session, scope, channel, found)
    address = {"name": "Şule Iğdırlıoğlu", "line": "Çınar Sokağı 7", "district": "Çankaya", "city": "Ankara"}
    session.execute(
        text(
            "UPDATE purchase_order SET billing_address = CAST(:billing AS jsonb),"
            " shipping_address = CAST(:billing AS jsonb), buyer_email = :email"
        ),
        {"billing": json.dumps({**address, **(billing or {})}), "email": email},
    )
    return list(session.execute(text("SELECT id FROM purchase_order ORDER BY number, id")).scalars())


@dataclass
class PretendProvider:
    """Keeps what it is sent by its ETTN; `faults` are raised one after the other, before or after it is kept."""

    taxpayers: dict[str, str] = field(default_factory=dict)
    kept: dict[str, OutgoingDocument] = field(default_factory=dict)
    states: dict[str, DocumentState] = field(default_factory=dict)
    faults: list[ConnectorError] = field(default_factory=list)
    keeps_all_the_same: bool = False
    """What it then says it could not take."""
    sent: int = 0
    asked: list[str] = field(default_factory=list)
    before_send: Callable[[], None] = lambda: None

    def test_credentials(self) -> None:
        """It lets everybody in."""

    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        self.asked.append(tax_number)
        alias = self.taxpayers.get(tax_number)
        return Taxpayer(tax_number, "Deneme", (alias,)) if alias else None

    def send_document(self, document: OutgoingDocument) -> SentDocument:
        self.before_send()
        self.sent += 1
        if self.faults:
            fault = self.faults.pop(0)
            if self.keeps_all_the_same:
                self.kept[document.uuid] = document
            raise fault
        if document.uuid in self.kept:
            raise Rejected("there already", code="pretend.duplicate")
        self.kept[document.uuid] = document
        return SentDocument(f"x-{document.uuid}", document.number)

    def fetch_document_status(
        self,
        document: OutgoingDocument,
        external_id: str | None,  # noqa: ARG002 - it knows them by their ETTN
    ) -> DocumentStatus | None:
        if document.uuid not in self.kept:
            return None
        state = self.states.get(document.uuid, DocumentState.SENT)
        return DocumentStatus(document.uuid, document.number, state, state.value.upper(), code="1300")

    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:  # noqa: ARG002 - as above
        self.states[document.uuid] = DocumentState.CANCELLED

    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes:  # noqa: ARG002 - as above
        return b"%PDF-1.4 " + document.uuid.encode()

    @property
    def numbers(self) -> list[str]:
        return sorted(document.number for document in self.kept.values())

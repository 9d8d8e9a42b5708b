"""Stages of providers that sell nothing: carriers, and whoever comes after them."""

import itertools
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, InternetSale, OutgoingDocument
from prapazar.connector_kit.parcels import Parcel, ParcelStatus, ShipmentOrder
from prapazar.connector_kit.records import Address
from prapazar.foundation.clock import now
from tests.factories.einvoice import despatch_xml, invoice_xml
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.stage import Article, Stage

_numbers = itertools.count(1)
_PROFILES = {
    DocumentKind.EINVOICE: ("TEMELFATURA", "FTR"),
    DocumentKind.EARCHIVE: ("EARSIVFATURA", "ARS"),
    DocumentKind.DESPATCH: ("TEMELIRSALIYE", "IRS"),
}
"""With the letters its numbers begin with."""


class ServiceStage(Stage):
    """What a shop's stage asks for and such a provider does not have."""

    orders_path = "-"
    unknown_id = "-"
    steps = ()
    cancelled = "-"
    counts_orders = False
    counts_listings = False

    def seed(self, articles: Sequence[Article]) -> None:
        """Nothing is sold: the suite seeds every account."""

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - nobody buys
        raise NotImplementedError

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - nobody buys
        raise NotImplementedError


class CarrierStage(ServiceStage):
    words: ClassVar[Mapping[str, ParcelStatus]]
    """Every status word of the carrier's documents the levers can play, and what it means."""
    create_path: ClassVar[str] = "*"
    """Shell pattern over the path at which shipments are created; the next ones likewise."""
    create_action: ClassVar[str] = "*"
    """The same over the `SOAPAction`, where something is asked at the same path first."""
    track_path: ClassVar[str] = "*"
    sees_unscanned: ClassVar[bool] = True
    """A shipment is known to tracking before anybody handed it over."""
    tells_moments: ClassVar[bool] = True
    """Movements have a time of day."""
    tells_cost: ClassVar[bool] = False
    """Tracking tells what the carrier bills."""
    takes_cash: ClassVar[bool] = True
    """The buyer may pay at the door."""
    refused_order: ClassVar[Mapping[str, Any]] = {}
    """Changes of the recipient that make the carrier refuse a good order."""
    _made: list[str]

    def order_for(self, **changes: Any) -> ShipmentOrder:  # noqa: ANN401 - any field of it
        """A good one, with a reference and a bar code of its own; `recipient` changes fields of the address."""
        number = next(_numbers)
        recipient = Address(
            name="Şule Iğdırlıoğlu",
            line="Çınar Sokağı No: 7 Daire: 3, Gülbahçe Apt.",
            district="Çankaya",
            city="Ankara",
            postal_code="06680",
            phone="05321112233",
        )
        sender = Address(
            name="Deneme Mağaza",
            company="Deneme Ticaret Ltd. Şti.",
            line="Sanayi Caddesi No: 1",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="02161112233",
        )
        given = {
            "reference": f"PRZ{number:09d}",
            "sender": sender,
            "recipient": recipient,
            "parcels": (self.parcel(number),),
            "recipient_email": "sule@example.com",
            "order_number": f"S-{number}",
            "invoice_number": "ARS2026000000001",
            "description": "Çiçekli Şal",
        }
        return ShipmentOrder(**{**given, **changes})

    def parcel(self, number: int) -> Parcel:
        """Whose bar code is ours, where the carrier lets us choose it."""
        return Parcel(barcode=f"PRZ{number:09d}", desi=Decimal("2.50"), weight=Decimal("1.20"), content="Şal")

    @abstractmethod
    def kept(self, reference: str) -> Mapping[str, Any]:
        """`name`, `phone`, `city`, `desi`, `cash` and `parcels` as the carrier keeps them; phone: ten digits."""

    @abstractmethod
    def carry(self, reference: str, word: str) -> None:
        """The carrier moves it; `word` is one of `words`, or one nobody knows."""

    def fill(self, key: str, count: int = 1) -> None:  # noqa: ARG002 - a shop's word
        connector = self.unhurried()
        orders = [self.order_for() for _ in range(count)]
        for order in orders:
            connector.create_shipment(order)
            if not self.sees_unscanned:
                self.carry(order.reference, next(iter(self.words)))
        self._made = [order.reference for order in orders]

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        return self.tracked(connector, getattr(self, "_made", ["PRZ000000000"]))

    def tracked(self, connector: Any, references: Sequence[str]) -> list[Any]:  # noqa: ANN401 - any connector
        """Asked for as our job does: never more at once than the connector takes; some take one."""
        size = connector.tracking_batch_size
        parts = [references[start : start + size] for start in range(0, len(references), size)]
        return [one for part in parts for one in connector.fetch_tracking(part)]


class DocumentStage(Bursts, ServiceStage):
    """A provider of e-invoices; `taxpayer` receives e-Fatura, `person` does not."""

    words: ClassVar[Mapping[str, DocumentState]]
    """Every status of the provider's documents that the levers can play for an e-Fatura, and what it means."""
    archive_words: ClassVar[Mapping[str, DocumentState]]
    """The same of an e-Arşiv."""
    send_path: ClassVar[str] = "*"
    """Shell pattern over the path at which documents are sent."""
    refuses_taxpayers: ClassVar[bool] = True
    """An e-Arşiv for somebody who receives e-Fatura is refused."""
    checks_credit: ClassVar[bool] = True
    """It is refused when no credit is left."""
    tells_reported: ClassVar[bool] = True
    """Its status says whether GİB has been told of an e-Arşiv."""
    answers: ClassVar[Mapping[str, str]] = {}
    """Words that only a commercial invoice gets, as the levers call them."""
    played: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """What the levers are told for the other words, where they are no codes of GİB's."""
    setting_names: ClassVar[tuple[str, ...]] = ()
    secret_names: ClassVar[tuple[str, ...]] = ()
    """What of an opened account is typed into the form."""
    tells_trouble_inside: ClassVar[bool] = True
    """Errors of its own come within good answers too."""
    odd_kind: ClassVar[DocumentKind] = DocumentKind.EARCHIVE
    """Of a document whose status may be a word nobody knows: some know no status of an e-Arşiv."""
    tells_silence: ClassVar[bool] = True
    """After eight days without an answer it says that a commercial invoice is accepted."""
    takes_despatches: ClassVar[bool] = False
    """e-İrsaliye goes the same way."""
    keeps_internet_sale: ClassVar[bool] = True
    """What an internet sale has to tell goes beside the document, not only within it."""

    taxpayer: str = "1234567808"
    person: str = "10000000146"
    alias: str = "urn:mail:defaultpk@deneme.com"
    seller: str

    def document(self, kind: DocumentKind = DocumentKind.EARCHIVE, **changes: Any) -> OutgoingDocument:  # noqa: ANN401 - any field of it
        number = next(_numbers)
        buyer = changes.pop("recipient", self.person if kind is DocumentKind.EARCHIVE else self.taxpayer)
        profile = changes.pop("profile", _PROFILES[kind][0])
        prefix = _PROFILES[kind][1]
        moment = now()
        named = {"uuid": str(uuid4()), "number": f"{prefix}{moment:%Y}{number:09d}", **changes}
        write = despatch_xml if kind is DocumentKind.DESPATCH else invoice_xml
        xml = write(
            profile=profile,
            number=named["number"],
            uuid=named["uuid"],
            seller=self.seller,
            buyer=buyer,
            issued_at=moment,
        )
        sale = InternetSale(
            website="https://magaza.example.com",
            payment_method="ODEMEARACISI",
            payment_agent="Deneme Ödeme",
            paid_on=moment.date(),
            carrier_name="Aras Kargo",
            carrier_tax_number="0720039666",
            despatched_on=moment.date(),
        )
        given: dict[str, Any] = {
            "kind": kind,
            "sender_tax_number": self.seller,
            "recipient_tax_number": buyer,
            "recipient_title": "Şule Iğdırlıoğlu",
            "issued_at": moment,
            "xml": xml,
            "alias": None if kind is DocumentKind.EARCHIVE else self.alias,
            "internet_sale": sale if kind is DocumentKind.EARCHIVE else None,
            "recipient_email": "sule@example.com",
        }
        return OutgoingDocument(**{**given, **named})

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", f"/{self.slug}/accounts", {"name": name})
        self.account, self.seller = opened["account"], opened["tax_number"]
        self.settings = {name: opened[name] for name in self.setting_names}
        self.credentials = {name: opened[name] for name in self.secret_names}

    def kept(self, uuid: str) -> Mapping[str, Any] | None:
        """`number`, `recipient`, `alias`, `copies` and `website` as the provider keeps them; None: never heard of."""
        return self.deed("kept", uuid=uuid) or None

    def carry(self, uuid: str, word: str) -> None:
        """GİB, the recipient or the provider moves it."""
        if word in self.answers:
            played: Mapping[str, Any] = {"code": 1300, "answer": self.answers[word]}
        elif word.isdecimal() and word not in self.played:
            played = {"code": int(word)}
        else:
            played = self.played.get(word, {"odd": word})
        self.deed("carry", uuid=uuid, **played)

    def invalidate(self) -> None:
        """The next document is found to break a rule of the schematron."""
        self.deed("invalidate")

    def spend(self) -> None:
        """No credit is left."""
        self.deed("credits", left=0)

    def report(self, uuid: str) -> None:
        """The day's report of e-Arşiv goes to GİB."""
        self.deed("carry", uuid=uuid, reported=True)

    def deed(self, deed: str, **request: Any) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/{self.slug}/{self.account}/{deed}", request)

    def fill(self, key: str, count: int = 1) -> None:  # noqa: ARG002 - a shop's word
        connector = self.unhurried()
        self._sent = []
        for _ in range(count):
            document = self.document()
            self._sent.append((document, connector.send_document(document).external_id))

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        sent = getattr(self, "_sent", None) or [(self.document(), None)]
        return [connector.fetch_document_status(document, external) for document, external in sent]

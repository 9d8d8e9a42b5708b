"""Every carrier and e-invoice provider failing in every way: a state a seller understands, one of each in the end."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.errors import ConnectorError
from prapazar.domain.channels import actions as channels
from prapazar.domain.invoicing import actions as invoice_actions
from prapazar.domain.shipping import actions
from prapazar.domain.shipping.actions.settings import save_sender
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.flows import connections, invoicing, shipment_desk, shipments
from prapazar.foundation import db, texts
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import failures, paper_carrier, stages
from tests.factories import invoicing as invoices
from tests.factories.failures import SOAP, WAYS
from tests.factories.market import Time
from tests.factories.stages import STAGES, Server
from tests.factories.stages.service import CarrierStage, DocumentStage

CARRIERS = sorted(slug for slug, kind in STAGES.items() if issubclass(kind, CarrierStage))
PROVIDERS = sorted(slug for slug, kind in STAGES.items() if issubclass(kind, DocumentStage))
_ARRIVED = ("sent", "delivered")
_RECIPIENT = {
    "name": "Şule Iğdırlıoğlu",
    "line": "Çınar Sokağı No: 7 Daire: 3, Gülbahçe Apt.",
    "district": "Çankaya",
    "city": "Ankara",
    "postal_code": "06680",
    "phone": "05321112233",
}
_SENDER = {
    "name": "Deneme Mağaza",
    "company": "Deneme Ticaret Ltd. Şti.",
    "line": "Sanayi Caddesi No: 1",
    "district": "Kadıköy",
    "city": "İstanbul",
    "postal_code": "34710",
    "phone": "02161112233",
}


@pytest.fixture
def time(redis_server: str, sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Time]:
    """Calls wait half a second for their answers; limits and breakers go by a clock of the test's own."""
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    made = Time(patience=0.3)
    monkeypatch.setattr(connections, "Wire", made.wire)
    yield made
    sandbox.pull("DELETE", "/faults")
    settings.cache_clear()


def _connected(scope: Scope, stage: stages.Stage) -> UUID:
    with db.transaction(scope) as session:
        return channels.connect(
            session,
            scope,
            connector=stage.slug,
            name=stage.slug,
            environment="sandbox",
            settings=stage.settings,
            credentials=stage.credentials,
            intervals={},
        )


def _is_clear(status: str, code: str | None) -> bool | tuple[str, str | None]:
    """It is done already, or waits or is refused with a sentence of its own in both languages."""
    if status in {"created", *_ARRIVED}:
        return code is None
    is_said = code is not None and texts.knows(code) and code != "connector.error"
    is_open = status in {"waiting", "refused", "issuing", "sending", "failed"}
    if is_said and is_open and len(set(texts.pair(str(code)))) > 1:
        return True
    return (status, code)


def _ways(slug: str) -> list[str]:
    return [way for way in WAYS if way != "soap_fault" or slug in SOAP]


def _later(time: Time, server: Server) -> None:
    """The provider is well again, and what waits is due."""
    server.pull("DELETE", "/faults")
    time.passes(900)
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))


def _attempted(work: Callable[[UUID], object], connection_id: UUID) -> None:
    with suppress(ConnectorError):
        work(connection_id)


@pytest.mark.parametrize("slug", CARRIERS)
def test_carrier_that_fails_leaves_a_clear_state_and_takes_the_parcel_once_in_the_end(
    scope: Scope, sandbox: Server, time: Time, slug: str
) -> None:
    stage = STAGES[slug](sandbox, f"ariza-{slug}")
    assert isinstance(stage, CarrierStage)
    connection_id, ways = _connected(scope, stage), _ways(slug)
    opened = _shipments(scope, connection_id, slug, len(ways) + 1)
    _attempted(shipments.create, connection_id)  # a log-in or a WSDL it needs is there
    assert _standing(scope, opened[0])[1:] == ("created", None)
    meanwhile, ended = {}, {}

    for way, shipment_id in zip(ways, opened[1:], strict=True):
        with db.transaction(scope) as session:
            session.execute(
                text("UPDATE outbox SET available_at = now() WHERE coalesce_key = :id"), {"id": shipment_id}
            )
        failures.strike(stage, way, stage.create_path, stage.create_action)
        _attempted(shipments.create, connection_id)
        reference, status, code = _standing(scope, shipment_id)
        meanwhile[way] = _is_clear(status, code)
        _later(time, sandbox)
        with db.system_transaction() as session:
            others = "UPDATE outbox SET available_at = now() + interval '1 day' WHERE coalesce_key <> :id"
            session.execute(text(others), {"id": shipment_id})
        shipment_desk.try_again(scope, [shipment_id])
        _attempted(shipments.create, connection_id)
        ended[way] = (*_standing(scope, shipment_id)[1:], stage.kept(reference)["parcels"])

    assert [way for way in ways if meanwhile[way] is not True] == [], meanwhile
    assert ended == dict.fromkeys(ways, ("created", None, 1))


def _shipments(scope: Scope, connection_id: UUID, slug: str, count: int) -> list[UUID]:
    """They wait, but for the first one, until somebody makes them due."""
    with db.transaction(scope) as session:
        packages = paper_carrier.packages(session, scope, count)
        save_sender(session, scope, _SENDER)
        session.execute(
            text("UPDATE purchase_order SET shipping_address = CAST(:address AS jsonb), city = 'Ankara'"),
            {"address": json.dumps(_RECIPIENT)},
        )
        opened = actions.open_shipments(session, scope, packages, [CarrierAccount(connection_id, slug, slug)])
        ids = [opened.shipments[one] for one in packages]
        session.execute(
            text("UPDATE outbox SET available_at = now() + interval '1 day' WHERE coalesce_key <> :first"),
            {"first": ids[0]},
        )
    return ids


def _standing(scope: Scope, shipment_id: UUID) -> tuple[str, str, str | None]:
    with db.transaction(scope) as session:
        asked = text("SELECT reference, status, code FROM shipment WHERE id = :id")
        return tuple(session.execute(asked, {"id": shipment_id}).one())


@pytest.mark.parametrize("slug", PROVIDERS)
def test_e_invoice_provider_that_fails_leaves_a_clear_state_and_has_the_document_once_in_the_end(
    scope: Scope, sandbox: Server, time: Time, slug: str
) -> None:
    stage = STAGES[slug](sandbox, f"ariza-{slug}")
    assert isinstance(stage, DocumentStage)
    connection_id, ways = _connected(scope, stage), _ways(slug)
    first, *drafts = _invoices(scope, connection_id, stage, len(ways) + 1)
    _issued(scope, first)
    _attempted(invoicing.send, connection_id)  # a log-in or a WSDL it needs is there
    assert _document(scope, first)[1:] == ("sent", None)
    meanwhile, ended = {}, {}

    for way, draft in zip(ways, drafts, strict=True):
        _issued(scope, draft)
        if way == "inside_200" and stage.tells_trouble_inside:
            stage.deed("trouble")
        else:
            failures.strike(stage, way, stage.send_path)
        _attempted(invoicing.send, connection_id)
        _, status, code = _document(scope, draft)
        meanwhile[way] = _is_clear(status, code)
        _later(time, sandbox)
        if status == "failed":
            _issued(scope, draft)
        _attempted(invoicing.send, connection_id)
        uuid, status, code = _document(scope, draft)
        ended[way] = (status in _ARRIVED, code, (stage.kept(uuid) or {}).get("copies"))

    assert [way for way in ways if meanwhile[way] is not True] == [], meanwhile
    assert ended == dict.fromkeys(ways, (True, None, 1))


def _invoices(scope: Scope, connection_id: UUID, stage: DocumentStage, count: int) -> list[UUID]:
    """Drafts of a seller whose only provider this is."""
    with db.transaction(scope) as session:
        who = {**invoices.SELLER, "tax_id": stage.seller}
        invoices.seller(session, scope, 0, seller=who, providers=[connection_id])
        return [invoice_actions.draft(session, scope, one) for one in invoices.sold(session, scope, count)]


def _issued(scope: Scope, invoice_id: UUID) -> None:
    with db.transaction(scope) as session:
        invoice_actions.issue(session, scope, invoice_id)


def _document(scope: Scope, invoice_id: UUID) -> tuple[str, str, str | None]:
    with db.transaction(scope) as session:
        asked = text("SELECT CAST(uuid AS text), status, code FROM invoice WHERE id = :id")
        return tuple(session.execute(asked, {"id": invoice_id}).one())

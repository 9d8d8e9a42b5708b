"""Documents on their way by the sandbox's clock: to GİB, to the recipient, and until silence means consent."""

from collections.abc import Iterator
from typing import Any

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, OutgoingDocument
from tests.factories import stages
from tests.factories.stages import Server, Stage
from tests.factories.stages.service import DocumentStage

_DAY = 86_400


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A sandbox of this file's own, whose clock may be moved."""
    with stages.sandbox() as running:
        yield running


@pytest.fixture
def provider(stage: Stage) -> Iterator[DocumentStage]:
    assert isinstance(stage, DocumentStage)
    stage.server.pull("POST", "/clock", {"stopped": True})
    yield stage
    stage.server.pull("POST", "/clock", {"stopped": False})


def _sent(provider: DocumentStage, connector: Any, document: OutgoingDocument) -> str:  # noqa: ANN401 - any connector
    return str(connector.send_document(document).external_id)


def _pass(provider: DocumentStage, seconds: int) -> None:
    provider.server.pull("POST", "/clock", {"advance_seconds": seconds})


@pytest.mark.needs("send_documents")
def test_commercial_invoice_goes_its_way_and_is_accepted_by_silence(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document(DocumentKind.EINVOICE, profile="TICARIFATURA")
    external_id = _sent(provider, connector, document)
    seen = [connector.fetch_document_status(document, external_id).state]

    for seconds in (5, 5, 5, 5, 7 * _DAY, _DAY):
        _pass(provider, seconds)
        seen.append(connector.fetch_document_status(document, external_id).state)

    assert list(dict.fromkeys(seen)) == [
        DocumentState.QUEUED,
        DocumentState.PROCESSING,
        DocumentState.SENT,
        DocumentState.WAITING_ANSWER,
        *([DocumentState.ACCEPTED] if provider.tells_silence else []),
    ]


@pytest.mark.needs("send_documents")
def test_archive_invoice_is_made_and_reported_the_next_day(provider: DocumentStage) -> None:
    connector, document = provider.unhurried(), provider.document()
    external_id = _sent(provider, connector, document)
    seen = []

    for seconds in (60, _DAY):
        _pass(provider, seconds)
        found = connector.fetch_document_status(document, external_id)
        seen.append((found.state, found.is_reported if provider.tells_reported else None))

    reported = [False, True] if provider.tells_reported else [None, None]
    assert seen == [(DocumentState.DELIVERED, one) for one in reported]

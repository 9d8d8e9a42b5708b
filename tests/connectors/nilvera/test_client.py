"""Nilvera's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing
from tests.factories.provider import answer, fixture, telling

_HERE = Path(__file__).parent
_SENT = {"UUID": UUID, "InvoiceNumber": "ARS2026000000001"}
_ARCHIVED = {"StatusCode": "succeed", "StatusDetail": "", "ReportStatus": "Reported", "CancelStatus": False}
_PDF = "JVBERi0xLjQK"
_INVOICE = outgoing(DocumentKind.EINVOICE)
_CHECK = f"/general/GlobalCompany/Check/TaxNumber/{TAXPAYER}"

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, object, tuple[str, str, dict[str, str]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        {"Name": "Deneme", "TaxNumber": "3000000011"},
        ("GET", "/general/Company", {}),
    ),
    "find_taxpayer": (
        lambda c: c.find_taxpayer(TAXPAYER),
        fixture(_HERE, "taxpayer"),
        ("GET", _CHECK, {"globalUserType": "Invoice"}),
    ),
    "send_archive": (lambda c: c.send_document(outgoing()), _SENT, ("POST", "/earchive/Send/Xml", {})),
    "send_invoice": (
        lambda c: c.send_document(_INVOICE),
        _SENT,
        ("POST", "/einvoice/Send/Xml", {"Alias": ALIAS}),
    ),
    "archive_status": (
        lambda c: c.fetch_document_status(outgoing(), None),
        _ARCHIVED,
        ("GET", f"/earchive/Invoices/{UUID}/Status", {}),
    ),
    "invoice_status": (
        lambda c: c.fetch_document_status(_INVOICE, None),
        fixture(_HERE, "status"),
        ("GET", f"/einvoice/Sale/{UUID}/Status", {}),
    ),
    "cancel": (
        lambda c: c.cancel_document(outgoing(), UUID, "iptal"),
        [UUID],
        ("PUT", f"/earchive/Invoices/{UUID}/Cancel", {}),
    ),
    "archive_pdf": (
        lambda c: c.fetch_document_pdf(outgoing(), UUID),
        _PDF,
        ("GET", f"/earchive/Invoices/{UUID}/pdf", {}),
    ),
    "invoice_pdf": (
        lambda c: c.fetch_document_pdf(_INVOICE, UUID),
        _PDF,
        ("GET", f"/einvoice/Sale/{UUID}/pdf", {}),
    ),
}
_WRITES = {"send_archive", "send_invoice", "cancel"}
_KEY = {"api_key": "gizli"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_the_key(name: str) -> None:
    operation, content, asked = OPERATIONS[name]
    provider = telling(content)

    operation(provider.connector("nilvera", {}, _KEY))

    [request] = provider.requests
    assert (request.method, request.url.path, dict(request.url.params)) == asked
    assert request.headers["authorization"] == "Bearer gizli"


def test_document_goes_as_a_file_of_a_form() -> None:
    provider = telling(_SENT)

    provider.connector("nilvera", {}, _KEY).send_document(_INVOICE)

    [request] = provider.requests
    kind, _, edge = request.headers["content-type"].partition("; boundary=")
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{UUID}.xml"\r\n'
        "Content-Type: application/xml\r\n\r\n"
    )
    assert kind == "multipart/form-data"
    assert request.content == head.encode() + _INVOICE.xml + f"\r\n--{edge}--\r\n".encode()


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    provider = telling(answer({"Message": "x", "Errors": None}, status))

    with pytest.raises(expected):
        OPERATIONS[name][0](provider.connector("nilvera", {}, _KEY))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = telling(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        OPERATIONS[name][0](provider.connector("nilvera", {}, _KEY))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"cancel"}))
@pytest.mark.parametrize("content", [["x"], {"renamed": 1}, 7])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](telling(content).connector("nilvera", {}, _KEY))

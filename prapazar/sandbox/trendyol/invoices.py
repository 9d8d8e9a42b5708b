"""Invoices of packages: a link, its removal, or the file itself."""

import re
from email.parser import BytesParser
from email.policy import HTTP

from prapazar.sandbox.exchange import Reply, empty_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import packages
from prapazar.sandbox.trendyol.errors import bad_request, conflict, not_found
from prapazar.sandbox.trendyol.visit import Routes, Visit

_BASE = "/integration/sellers/{seller}"
_NUMBER = re.compile(r"[A-Z0-9]{3}\d{13}")
_BIGGEST_FILE = 10 * 1024 * 1024
_FILE_TYPES = ("application/pdf", "image/jpeg", "image/png")
routes = Routes()


@routes.route("POST", f"{_BASE}/seller-invoice-links")
def add_link(visit: Visit) -> Reply:
    request = visit.body()
    link = str(request.get("invoiceLink") or "")
    if not link.startswith(("http://", "https://")):
        raise bad_request("invoiceLink.invalid", "invoiceLink is not valid.")
    _attach(visit, request.get("shipmentPackageId"), request, link)
    return empty_reply(201)


@routes.route("POST", f"{_BASE}/seller-invoice-links/delete")
def delete_link(visit: Visit) -> Reply:
    request = visit.body()
    package_id = _package_id(visit, request.get("serviceSourceId"))
    if package_id not in visit.seller.invoices:
        raise not_found("invoice.not.found", "Invoice not found.")
    visit.market.keep_invoice(visit.seller, package_id, None)
    body = visit.seller.packages[package_id].body()
    packages.keep(visit, {**body, "invoiceLink": None, "invoiceStatus": "NotInvoiced"})
    return empty_reply(202)


@routes.route("POST", f"{_BASE}/seller-invoice-file")
def add_file(visit: Visit) -> Reply:
    fields, file = _multipart(visit)
    if file is None:
        raise bad_request("file.empty", "file is required.")
    kind, size = file
    if kind not in _FILE_TYPES or size > _BIGGEST_FILE:
        raise bad_request("file.invalid", "file must be a pdf, jpeg or png of at most 10 MB.")
    _attach(visit, fields.get("shipmentPackageId"), fields, "https://cdn.example/invoice")
    return empty_reply(201)


def _attach(visit: Visit, given: object, request: Json, link: str) -> None:
    number = request.get("invoiceNumber")
    if number and not _NUMBER.fullmatch(str(number)):
        raise bad_request("invoiceNumber.invalid", "invoiceNumber must be 3 letters and 13 digits.")
    package_id = _package_id(visit, given)
    if package_id in visit.seller.invoices:
        raise conflict("invoice.already.exists", "Bu paket için fatura zaten gönderilmiş.")
    visit.market.keep_invoice(visit.seller, package_id, {**request, "link": link})
    body = visit.seller.packages[package_id].body()
    packages.keep(
        visit,
        {
            **body,
            "invoiceLink": link,
            "invoiceNumber": number or body["invoiceNumber"],
            "invoiceStatus": "Invoiced",
        },
    )


def _package_id(visit: Visit, given: object) -> int:
    text = str(given or "")
    if not text.isdecimal() or int(text) not in visit.seller.packages:
        raise not_found("shipment.package.not.found", "Shipment package not found.")
    return int(text)


def _multipart(visit: Visit) -> tuple[Json, tuple[str, int] | None]:
    """The form's plain fields, and type and size of its file."""
    head = f"Content-Type: {visit.call.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + visit.call.body)
    fields: Json = {}
    file = None
    for part in message.iter_parts() if message.is_multipart() else ():
        content = part.get_payload(decode=True) or b""
        content = content if isinstance(content, bytes) else b""
        name = part.get_param("name", header="content-disposition")
        if name == "file":
            file = part.get_content_type(), len(content)
        else:
            fields[str(name)] = content.decode(errors="replace").strip()
    return fields, file

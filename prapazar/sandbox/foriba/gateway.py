"""The front doors of the pretend Foriba: two services behind Basic authentication."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account
from prapazar.sandbox.foriba import archive, outbox
from prapazar.sandbox.integrator.office import Office, Rules
from prapazar.sandbox.integrator.soap_door import SoapDoor, counter
from prapazar.sandbox.soap_service import SoapRefused, SoapRequest

_HERE = Path(__file__).parent
INVOICES = "/efaturaws/ClientEInvoiceServices/ClientEInvoiceServicesPort.svc"
ARCHIVE = "/earsivws/ClientEArsivServicesPort.svc"


@dataclass
class ForibaRules(Rules):
    users: str = "rows"
    """The list of users: `rows`, or `zip`, a packed file of the whole registry."""
    packs_view: bool = True
    """Pages of e-Fatura come zipped."""


def door(office: Office) -> SoapDoor:
    counters = {
        INVOICES: counter(_HERE / "client_einvoice.wsdl", outbox.HANDLERS),
        ARCHIVE: counter(_HERE / "client_earsiv.wsdl", archive.HANDLERS),
    }
    return SoapDoor(office, counters, _log_in, _refuse)


def _log_in(office: Office, call: Call, request: SoapRequest) -> Account | None:  # noqa: ARG001 - the header says who it is
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return office.by_profile(username=user, password=password) if scheme.lower() == "basic" else None


def _refuse(request: SoapRequest) -> object:  # noqa: ARG001 - whatever was asked
    raise SoapRefused("Unauthorized", code="Client")

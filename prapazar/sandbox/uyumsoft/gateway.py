"""The front door of the pretend Uyumsoft: one service, user name and password within each request."""

from dataclasses import dataclass
from pathlib import Path

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator.office import Office, Rules
from prapazar.sandbox.integrator.soap_door import SoapDoor, counter
from prapazar.sandbox.soap_service import SoapRequest
from prapazar.sandbox.uyumsoft import invoices, users

_WSDL = Path(__file__).with_name("basic_integration.wsdl")
PATH = "/Services/BasicIntegration"


@dataclass
class UyumsoftRules(Rules):
    unknown_invoice: str = "empty"
    """Of a status that is asked for: `empty` leaves it out of the answer, `refused` says it was not found."""


def door(office: Office) -> SoapDoor:
    handlers = {**users.HANDLERS, **invoices.HANDLERS}
    return SoapDoor(office, {PATH: counter(_WSDL, handlers)}, _log_in, _refuse, _shaped)


def _shaped(operation: str, said: object) -> object:
    return {f"{operation}Result": said}


def _log_in(office: Office, call: Call, request: SoapRequest) -> Account | None:  # noqa: ARG001 - who it is stands within
    user = request.fields.get("userInfo") or {}
    return office.by_profile(username=user.get("Username") or "", password=user.get("Password") or "")


def _refuse(request: SoapRequest) -> object:
    """A good answer that says no."""
    refused: dict[str, object] = {"IsSucceded": False, "Message": "Kullanıcı adı veya şifre hatalı."}
    if request.operation in {"TestConnection", "IsEInvoiceUser", "CancelEArchiveInvoice"}:
        refused["Value"] = False
    return refused

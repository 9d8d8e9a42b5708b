"""The front doors of the pretend QNB: two services, a WS-Security token with every call."""

from dataclasses import dataclass
from pathlib import Path

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator.office import Office, Rules
from prapazar.sandbox.integrator.soap_door import SoapDoor, counter
from prapazar.sandbox.qnb import archive, outbox
from prapazar.sandbox.soap_service import SoapRefused, SoapRequest

_HERE = Path(__file__).parent
CONNECTOR = "/connector/ws/connectorService"
ARCHIVE = "/earsiv/ws/EarsivWebService"


@dataclass
class QnbRules(Rules):
    repeated: str = "refused"
    """Of an e-Arşiv that comes again under the same islemId: `refused`, or `same`: the first one is answered."""
    packed: str = "gzip"
    """How e-Arşiv documents come back: `gzip` or `plain`."""
    asks_note: bool = True
    """An e-Arşiv without its way of sending among the notes is refused."""


def door(office: Office) -> SoapDoor:
    counters = {
        CONNECTOR: counter(_HERE / "connector_service.wsdl", outbox.HANDLERS),
        ARCHIVE: counter(_HERE / "earsiv_web_service.wsdl", archive.HANDLERS),
    }
    return SoapDoor(office, counters, _log_in, _refuse)


def _log_in(office: Office, call: Call, request: SoapRequest) -> Account | None:  # noqa: ARG001 - the token says who it is
    return office.by_profile(username=request.user or "", password=request.password or "")


def _refuse(request: SoapRequest) -> object:  # noqa: ARG001 - whatever was asked
    raise SoapRefused("EF0556: username.pwd.mismatch", code="Server")

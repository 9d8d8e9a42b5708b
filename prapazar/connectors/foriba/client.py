"""Foriba's operations at its two services, one method each, in Foriba's words."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.foriba.schemas import ArchiveUpload, Cancellation, Upload

_SECRETS = frozenset({"Filter_VKN_TCKN", "receiverID"})
_INVOICES = "/ClientEInvoiceServices/ClientEInvoiceServicesPort.svc"
_ARCHIVE = "/ClientEArsivServicesPort.svc"


class ForibaClient:
    def __init__(self, invoices: Caller, archive: Caller, tax_number: str, sender_alias: str) -> None:
        self._callers = (invoices, archive)
        self._invoices = Service(invoices, _INVOICES, group="api", secrets=_SECRETS)
        self._archive = Service(archive, _ARCHIVE, group="api", secrets=_SECRETS)
        self._who = {"Identifier": sender_alias, "VKN_TCKN": tax_number}

    def close(self) -> None:
        for caller in self._callers:
            caller.close()

    def users(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("getUserList", {"Role": "PK", "Filter_VKN_TCKN": number})

    def send_ubl(self, upload: Upload) -> Any:  # noqa: ANN401 - the provider's answer
        return self._invoices.do("sendUBL", upload)

    def ubl_list(self, uuid: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("getUBLList", {"UUID": [uuid], "DocType": "INVOICE", "Type": "OUTBOUND"})

    def envelope_status(self, envelope: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("getEnvelopeStatus", {"UUID": [envelope]})

    def invoice_responses(self, uuid: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("getInvResponses", {"UUID": [uuid], "Type": "OUTBOUND"})

    def invoice_view(self, uuid: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("getInvoiceView", {"UUID": [uuid], "Type": "OUTBOUND", "DocType": "PDF"})

    def send_archive(self, upload: ArchiveUpload) -> Any:  # noqa: ANN401 - the provider's answer
        return self._archive.do("sendInvoice", upload)

    def archive_status(self, uuid: str, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._archive.ask("getStatus", self._named(uuid, number))

    def archive_document(self, uuid: str, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._archive.ask("getInvoiceDocument", {**self._named(uuid, number), "outputType": "PDF"})

    def cancel_archive(self, cancellation: Cancellation) -> Any:  # noqa: ANN401 - the provider's answer
        return self._archive.do("cancelInvoice", {"invoiceCancelInfoTypeList": [cancellation]})

    def _named(self, uuid: str, number: str) -> dict[str, str]:
        return {"UUID": uuid, "vkn": self._who["VKN_TCKN"], "invoiceNumber": number}

    def _ask(self, operation: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._invoices.ask(operation, {**self._who, **fields})

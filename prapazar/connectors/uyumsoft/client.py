"""Uyumsoft's operations, one method each, in Uyumsoft's words; what stands in each answer's `...Result`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.uyumsoft.schemas import InvoiceInfo

PATH = "/Services/BasicIntegration"
_SECRETS = frozenset({"userInfo", "TargetCustomer", "vknTckn"})


class UyumsoftClient:
    def __init__(self, caller: Caller, username: str, password: str) -> None:
        self._caller = caller
        self._service = Service(caller, PATH, group="api", secrets=_SECRETS)
        self._user = {"Username": username, "Password": password}

    def close(self) -> None:
        self._caller.close()

    def who_am_i(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("WhoAmI", {})

    def user_aliases(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("GetUserAliasses", {"vknTckn": number})

    def send_invoice(self, invoice: InvoiceInfo) -> Any:  # noqa: ANN401 - the provider's answer
        return self._do("SendInvoice", {"invoices": {"InvoiceInfo": [invoice]}})

    def outbox_status(self, invoice_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("QueryOutboxInvoiceStatus", {"invoiceIds": {"string": [invoice_id]}})

    def outbox_pdf(self, invoice_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("GetOutboxInvoicePdf", {"invoiceId": invoice_id})

    def cancel_archive(self, invoice_id: str, at: datetime) -> Any:  # noqa: ANN401 - the provider's answer
        return self._do("CancelEArchiveInvoice", {"request": {"InvoiceId": invoice_id, "CancelDate": at}})

    def _ask(self, operation: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._service.ask(operation, {"userInfo": self._user, **fields})

    def _do(self, operation: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._service.do(operation, {"userInfo": self._user, **fields})

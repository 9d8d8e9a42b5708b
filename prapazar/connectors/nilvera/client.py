"""Nilvera's endpoints, one method each, in Nilvera's words."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit import forms
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connectors.nilvera.schemas import Part, Series

_GROUP = "api"
_DOCUMENTS: Mapping[Part, str] = {"einvoice": "/einvoice/Sale", "earchive": "/earchive/Invoices"}


class NilveraClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def company(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("company", "/general/Company")

    def check_tax_number(self, tax_number: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/general/GlobalCompany/Check/TaxNumber/{tax_number}"
        params = {"globalUserType": "Invoice"}
        call = Call("check_tax_number", "GET", path, _GROUP, params=params, hidden=tax_number)
        return self._caller.send(call).content

    def send_xml(self, part: Part, uuid: str, xml: bytes, alias: str | None) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"Alias": alias} if alias else None
        path, body = f"/{part}/Send/Xml", _form(uuid, xml)
        return self._caller.send(Call("send_xml", "POST", path, _GROUP, params=params, body=body)).content

    def add_series(self, part: Part, series: Series) -> None:
        self._caller.send(Call("add_series", "POST", f"/{part}/Series", _GROUP, body=series))

    def status(self, part: Part, uuid: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("status", f"{_DOCUMENTS[part]}/{uuid}/Status")

    def pdf(self, part: Part, uuid: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._get("pdf", f"{_DOCUMENTS[part]}/{uuid}/pdf")

    def cancel(self, uuid: str) -> None:
        self._caller.send(Call("cancel", "PUT", f"/earchive/Invoices/{uuid}/Cancel", _GROUP))

    def _get(self, operation: str, path: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, "GET", path, _GROUP)).content


def _form(uuid: str, xml: bytes) -> Body:
    """A form of one field, `file`."""
    name = f"{uuid}.xml"
    return forms.form([forms.Part("file", xml, name, "application/xml")], {"file": name, "bytes": len(xml)})

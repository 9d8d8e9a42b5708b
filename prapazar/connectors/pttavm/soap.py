"""PTT AVM's older SOAP service, answering in the names and shapes of REST."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.pttavm.client import PttavmClient
from prapazar.connectors.pttavm.schemas import InvoicePaper, NewProduct, StockPriceItem

NOT_IN_SOAP = "pttavm.not_in_soap"
_SERVICE = "http://tempuri.org/"
_CONTRACTS = "http://schemas.datacontract.org/2004/07/ePttAVMService"
_REQUESTS = f"{_CONTRACTS}.Model.Requests"
_FIRST_CAPITALS = re.compile(r"^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]")
_LISTS = {
    "SiparisUrunler": "SiparisUrun",
    "ResimListesi": "UrunResim",
    "VariantListesi": "Variants",
    "category_tree": "Category",
    "children": "Category",
}
"""Fields that are arrays, and what their items are called."""
_WORDS = {"true": True, "false": False}


class PttavmSoapClient(PttavmClient):
    def __init__(self, api: Caller, cargo: Caller | None, user: str, password: str) -> None:
        """Without `cargo` there is no log-in for parcels: SOAP has no operation for their barcodes."""
        super().__init__(api, cargo or api)
        self._login = soap.UsernameToken(user, password)
        self._has_cargo = cargo is not None

    def supplier(self) -> Any:  # noqa: ANN401 - the provider's answer
        return told(self._ask("KullaniciTedarikciBilgisiGetir", {}))

    def category_tree(self) -> Any:  # noqa: ANN401 - the provider's answer
        return told(self._ask("GetCategoryTree", {"parent_id": 0}))

    def search(self, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        """The first page is 0: what a caller gets who names none."""
        return _rows(self._ask("StokKontrolListesi", {"SearchPage": page - 1}), "StokKontrolDetay")

    def orders(self, start: str, end: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {"BaslangicTarihi": start, "BitisTarihi": end, "AktifSiparisler": 0}
        answer = self._ask("SiparisKontrolListesiV2", fields, timeout=120.0)
        return _orders(answer)

    def order(self, order_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return _orders(self._ask("SiparisDetay", {"SiparisNo": order_id}))

    def stock(self, barcode: str, quantity: int) -> None:
        """One product, answered at once; raises Rejected where it is refused."""
        item = {f"{{{_CONTRACTS}}}Barkod": barcode, f"{{{_CONTRACTS}}}Miktar": quantity}
        self._do("StokFiyatGuncelle3", {"item": item})

    def stock_prices(self, items: Sequence[StockPriceItem]) -> Any:  # noqa: ANN401 - the provider's answer
        """WCF reads fields in the order of the alphabet and passes over those that come late."""
        found = []
        for item in items:
            named = {name[0].upper() + name[1:]: value for name, value in item.items()}
            found.append({f"{{{_REQUESTS}}}{name}": named[name] for name in sorted(named)})
        body = {f"{{{_REQUESTS}}}ProductStockPriceRequest": found}
        return told(self._do("UpdateProductsStockPrice", {"items": body}))

    def warehouses(self) -> Any:  # noqa: ANN401 - the provider's answer
        """Parcels are REST alone, with a log-in of their own."""
        if not self._has_cargo:
            raise Rejected("parcels need a cargo user", code=NOT_IN_SOAP, field="cargo_user")
        return super().warehouses()

    def cargo_profiles(self) -> NoReturn:
        _absent("cargo_profiles")

    def by_barcodes(self, barcodes: Sequence[str]) -> NoReturn:  # noqa: ARG002 - the same as by REST
        _absent("get-by-barcodes")

    def upsert(self, items: Sequence[NewProduct]) -> NoReturn:  # noqa: ARG002 - the same as by REST
        _absent("upsert")

    def invoice(self, order_id: str, paper: InvoicePaper) -> NoReturn:  # noqa: ARG002 - the same as by REST
        """There is SaveInvoice, whose fields are in no document."""
        _absent("invoice")

    def tracking_result(self, tracking_id: str) -> NoReturn:  # noqa: ARG002 - the same as by REST
        _absent("tracking-result")

    def _ask(self, operation: str, fields: Mapping[str, Any], *, timeout: float | None = None) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send(operation, fields, only_asks=True, timeout=timeout)

    def _do(self, operation: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        """Without a result nothing says that it was done."""
        answer = self._send(operation, fields)
        if not isinstance(answer, dict):
            raise UnexpectedAnswer(f"no {operation}Result", raw=answer, code="connector.missing_field")
        return answer

    def _send(
        self,
        operation: str,
        fields: Mapping[str, Any],
        *,
        only_asks: bool = False,
        timeout: float | None = None,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        """None where the result is empty: a list without rows."""
        qualified = {f"{{{_SERVICE}}}{name}": value for name, value in fields.items()}
        action = f"{_SERVICE}IService/{operation}"
        body = soap.request(_SERVICE, operation, qualified, login=self._login, action=action)
        call = Call(
            operation,
            "POST",
            "/service.svc",
            "api",
            body=body,
            only_asks=only_asks,
            timeout=timeout,
            read=soap.read,
        )
        content = self._api.send(call).content
        name = f"{operation}Response"
        if not isinstance(content, dict) or name not in content:
            raise UnexpectedAnswer(f"no {name}", raw=content)
        response = content[name]
        return response.get(f"{operation}Result") if isinstance(response, dict) else None


def told(raw: Any) -> Any:  # noqa: ANN401 - the provider's answer
    """SOAP's names as REST's (`SiparisNo` is `siparisNo`, `KDVli` is `kdVli`), arrays as lists."""
    if not isinstance(raw, Mapping):
        return _WORDS.get(raw, raw) if isinstance(raw, str) else raw
    return {
        _FIRST_CAPITALS.sub(lambda found: found[0].lower(), name): _rows(value, _LISTS[name])
        if name in _LISTS
        else told(value)
        for name, value in raw.items()
    }


def _rows(value: Any, name: str) -> list[Any]:  # noqa: ANN401 - the provider's answer
    """An array without items is empty, or not there at all."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        raise UnexpectedAnswer(f"{name} holds text", raw=value, code="connector.odd_value")
    return [told(row) for row in soap.listed(value.get(name), name)]


def _orders(value: Any) -> list[Any]:  # noqa: ANN401 - the provider's answer
    """A list, or the one order itself. Lines of the service's older shape have no number: their place stands in."""
    if isinstance(value, Mapping) and "SiparisNo" in value:
        value = {"TedarikciSiparisKontrolV2": value}
    found = _rows(value, "TedarikciSiparisKontrolV2")
    for order in found:
        for place, line in enumerate(order.get("siparisUrunler") or [], 1):
            line["lineItemId"] = line.get("lineItemId") or str(place)
    return found


def _absent(what: str) -> NoReturn:
    raise Rejected(f"SOAP has nothing for {what}", code=NOT_IN_SOAP)

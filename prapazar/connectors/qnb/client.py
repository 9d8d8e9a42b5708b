"""QNB's operations at its two services, one method each, in QNB's words."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit import parsing
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.soap import UsernameToken
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.qnb.schemas import ArchiveInput, OutgoingParameters, StatusParameters

_SECRETS = frozenset({"vergiTcKimlikNo"})
PDF, NO_OUTPUT = 3, 9


class QnbClient:
    def __init__(self, connector: Caller, archive: Caller, login: UsernameToken) -> None:
        self._callers = (connector, archive)
        self._connector = Service(connector, "/connectorService", login=login, group="api", secrets=_SECRETS)
        self._archive = Service(archive, "/EarsivWebService", login=login, group="api", secrets=_SECRETS)

    def close(self) -> None:
        for caller in self._callers:
            caller.close()

    def user(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._connector.ask("efaturaKullaniciBilgisi", {"vergiTcKimlikNo": number})

    def is_user(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._connector.ask("efaturaKullanicisi", {"vergiTcKimlikNo": number})

    def send(self, parameters: OutgoingParameters) -> Any:  # noqa: ANN401 - the provider's answer
        return self._connector.do("belgeGonderExt", {"parametreler": parameters})

    def status(self, number: str, parameters: StatusParameters) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {"vergiTcKimlikNo": number, "parametreler": parameters}
        return self._connector.ask("gidenBelgeDurumSorgulaExt", fields)

    def download(self, number: str, oid: str, kind: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {
            "vergiTcKimlikNo": number,
            "belgeOidListesi": [oid],
            "belgeTuru": kind,
            "belgeFormati": "PDF",
        }
        return self._connector.ask("gidenBelgeleriIndir", fields)

    def make_archive(self, given: ArchiveInput, xml: bytes) -> Any:  # noqa: ANN401 - the provider's answer
        document = {"belgeFormati": "UBL", "belgeIcerigi": xml}
        return self._archive.do("faturaOlusturExt", {"input": _json(given), "fatura": document})

    def query_archive(self, number: str, uuid: str, output: int = NO_OUTPUT) -> Any:  # noqa: ANN401 - the provider's answer
        given = {"vkn": number, "faturaUuid": uuid, "donenBelgeFormati": output}
        return self._archive.ask("faturaSorgula", {"input": _json(given)})

    def cancel_archive(self, number: str, uuid: str, invoice: str) -> Any:  # noqa: ANN401 - the provider's answer
        given = {"vkn": number, "faturaUuid": uuid, "faturaNo": invoice, "islemId": uuid}
        return self._archive.do("faturaIptalEt", {"input": _json(given)})


def _json(given: Mapping[str, Any]) -> str:
    return parsing.dump_json(given)

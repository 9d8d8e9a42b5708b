"""İleti Merkezi's endpoints, one method each, in its words."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json
from prapazar.connectors.iletimerkezi.schemas import Order

_GROUP = "api"


class IletiClient:
    def __init__(self, caller: Caller, key: str, hashed: str) -> None:
        self._caller = caller
        self._login = {"key": key, "hash": hashed}

    def close(self) -> None:
        self._caller.close()

    def send_sms(self, order: Order) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send("send_sms", "/v1/send-sms/json", {"order": order}, shown={"iys": order["iys"]})

    def get_report(self, order_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        asked = {"order": {"id": order_id, "page": 1, "rowCount": 1000}}
        return self._send("get_report", "/v1/get-report/json", asked, shown={"id": order_id}, only_asks=True)

    def get_balance(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send("get_balance", "/v1/get-balance/json", {}, shown={}, only_asks=True)

    def _send(
        self,
        operation: str,
        path: str,
        asked: Mapping[str, object],
        *,
        shown: Mapping[str, str],
        only_asks: bool = False,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        """The log keeps neither the log-in nor numbers and words."""
        written = dump_json({"request": {"authentication": self._login, **asked}}).encode()
        body = Body(written, "application/json", shown)
        return self._caller.send(
            Call(operation, "POST", path, _GROUP, body=body, only_asks=only_asks)
        ).content

"""Pictures from where the merchant keeps them, for channels that take their content and not their address."""

import dataclasses
from dataclasses import dataclass

import httpx

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.breaker import LocalBreaker
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.http import Answer, Call
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.traffic import record_nothing

REFUSED = "connector.picture_refused"
_KINDS = {
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG": ("image/png", "png"),
    b"GIF8": ("image/gif", "gif"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    kind: str
    """As in a Content-Type."""
    ending: str


class Pictures:
    """Their hosts are not the channel: what fails there says nothing of it, and their bytes are in no record."""

    def __init__(self, setup: Setup, *, largest: int) -> None:
        apart = dataclasses.replace(setup.wire, breaker=LocalBreaker(), recorder=record_nothing, circuit=None)
        alone = dataclasses.replace(setup, wire=apart)
        self._caller = alone.caller(user_agent="PraPazar", auth=httpx.Auth(), read_error=_from_answer)
        self._largest = largest

    def close(self) -> None:
        self._caller.close()

    def fetch(self, address: str) -> Picture:
        """Raises Rejected where there is no JPEG, PNG or GIF that is small enough."""
        try:
            content = self._caller.send(Call("picture", "GET", address, read=bytes)).content or b""
        except ConnectorError as error:
            raise Rejected(f"{address}: {error.detail}"[:300], code=REFUSED, field="images") from error
        for start, (kind, ending) in _KINDS.items():
            if content.startswith(start) and len(content) <= self._largest:
                return Picture(content, kind, ending)
        detail = f"{address}: no JPEG, PNG or GIF of up to {self._largest} bytes"
        raise Rejected(detail[:300], code=REFUSED, field="images")


def _from_answer(answer: Answer) -> ConnectorError:
    return error_by_status(answer, str(answer.status), rejected_code=REFUSED)

"""A SOAP service that answers as told: its WSDL is the pretend provider's, and no network is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from lxml import etree

from prapazar.connector_kit import registry, wsdl
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.manifest import Environment

_SANDBOX = Path(__file__).parents[2] / "prapazar" / "sandbox"
_OPEN = '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
_CLOSE = "</e:Body></e:Envelope>"


def enveloped(body: str) -> str:
    return f"{_OPEN}{body}{_CLOSE}"


def fault(text: str, code: str = "Server", detail: str = "") -> str:
    return (
        f"<e:Fault><faultcode>e:{code}</faultcode><faultstring>{text}</faultstring>"
        f"<detail>{detail}</detail></e:Fault>"
    )


@dataclass
class SoapProvider:
    """`bodies` answer in turn, the last one again and again; an exception is raised, a response is itself."""

    slug: str
    wsdls: Mapping[str, str]
    """File of the pretend provider by the end of the path it describes."""
    bodies: list[str | httpx.Response | Exception]
    requests: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            name = next(file for end, file in self.wsdls.items() if request.url.path.endswith(end))
            return httpx.Response(200, text=(_SANDBOX / self.slug / name).read_text(encoding="utf-8"))
        self.requests.append(request)
        told = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        if isinstance(told, Exception):
            raise told
        return told if isinstance(told, httpx.Response) else httpx.Response(200, text=enveloped(told))

    def connector(
        self, settings: Mapping[str, str], credentials: Mapping[str, str], environment: Environment = "live"
    ) -> Any:  # noqa: ANN401 - tests call what this connector can do
        wsdl.forget()
        limiter = LocalLimiter(now=lambda: sum(self.slept))
        wire = Wire(transport=httpx.MockTransport(self), limiter=limiter, sleep=self.slept.append)
        return registry.build(self.slug, settings, credentials, environment, wire)

    def operations(self) -> list[str]:
        return [etree.QName(self.asked(place)).localname for place in range(len(self.requests))]

    def asked(self, place: int = -1) -> etree._Element:
        """The operation within a request's envelope."""
        envelope = etree.fromstring(self.requests[place].content)
        return envelope.find("{*}Body")[0]  # type: ignore[index]  # every request has one

"""A SOAP provider that answers as told, under the name of what it was asked; no network."""

from collections.abc import Mapping

import httpx
from lxml import etree

from tests.factories.provider import Answering, Provider

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


def served(wsdls: Mapping[str, str], space: str, *answers: str) -> Provider:
    """`wsdls` by the end of their path; the last answer is given again and again."""
    left = list(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            found = next(text for end, text in wsdls.items() if request.url.path.endswith(end))
            return httpx.Response(200, text=found)
        operation = etree.QName(etree.fromstring(request.content)[-1][0]).localname
        inner = left.pop(0) if len(left) > 1 else left[0]
        body = f'<o:{operation}Response xmlns:o="{space}">{inner}</o:{operation}Response>'
        text = f'<env:Envelope xmlns:env="{_ENVELOPE}"><env:Body>{body}</env:Body></env:Envelope>'
        return httpx.Response(200, text=text)

    entry: Answering = serve
    return Provider([entry])


def sent(provider: Provider) -> list[tuple[str, dict[str, str]]]:
    """Operations and the texts of their leaves by local names, in their order."""
    asked = [etree.fromstring(one.content)[-1][0] for one in provider.requests if one.method == "POST"]
    leaves = [
        {etree.QName(leaf).localname: leaf.text or "" for leaf in body.iter() if len(leaf) == 0}
        for body in asked
    ]
    return [(str(body.tag), found) for body, found in zip(asked, leaves, strict=True)]

"""Signatures of AWS against the examples AWS publishes."""

from datetime import UTC, datetime

import httpx
import pytest

from prapazar.connector_kit.sigv4 import AwsSignature

_KEY, _SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
_AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("service", "request_", "signature"),
    [
        (
            "service",
            httpx.Request("GET", "https://example.amazonaws.com/"),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "service",
            httpx.Request("POST", "https://example.amazonaws.com/"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            "service",
            httpx.Request("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "iam",
            httpx.Request(
                "GET",
                "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                headers={"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
            ),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        ),
    ],
)
def test_signature_is_that_of_the_published_example(
    service: str, request_: httpx.Request, signature: str
) -> None:
    signed = next(AwsSignature(_KEY, _SECRET, "us-east-1", service, now=lambda: _AT).auth_flow(request_))

    assert signed.headers["authorization"].endswith(f"Signature={signature}")
    assert f"Credential={_KEY}/20150830/us-east-1/{service}/aws4_request" in signed.headers["authorization"]

"""PayTR's signatures: each call and each notification has a text of its own, keyed by the merchant's key."""

from collections.abc import Generator

import httpx

from prapazar.connector_kit.signing import hmac_sha256


class Keys:
    def __init__(self, merchant_id: str, merchant_key: str, merchant_salt: str) -> None:
        self.merchant_id = merchant_id
        self._key = merchant_key
        self._salt = merchant_salt

    def token(self, *parts: str) -> str:
        """Of a call: the merchant's number, these parts, the salt."""
        return self._signed(self.merchant_id, *parts, self._salt)

    def notification_hash(self, merchant_oid: str, status: str, total_amount: str) -> str:
        """The salt stands in the middle here."""
        return self._signed(merchant_oid, self._salt, status, total_amount)

    def _signed(self, *parts: str) -> str:
        return hmac_sha256(self._key, "".join(parts).encode())


class NoHeader(httpx.Auth):
    """All that PayTR asks for stands in the form."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        yield request

"""PTT AVM's log-in: keys and a fresh number with every call, Basic besides at the parcels."""

import base64
from uuid import UUID

import httpx
import pytest

from prapazar.connectors.pttavm.auth import CargoLogin, Keys


def _sent(auth: httpx.Auth) -> httpx.Headers:
    return next(
        auth.auth_flow(httpx.Request("POST", "https://shipment.pttavm.com/api/v1/get-warehouse"))
    ).headers


def test_keys_go_into_headers_with_a_fresh_number() -> None:
    auth = Keys("anahtar", "jeton")

    first, second = _sent(auth), _sent(auth)

    assert (first["api-key"], first["access-token"]) == ("anahtar", "jeton")
    assert UUID(first["x-correlation-id"]) != UUID(second["x-correlation-id"])
    assert "authorization" not in first


@pytest.mark.parametrize(
    ("user", "password", "pair"), [("kargo", "şifre", "kargo:şifre"), ("", "", "anahtar:jeton")]
)
def test_parcels_get_basic_of_the_cargo_user_or_of_the_keys(user: str, password: str, pair: str) -> None:
    sent = _sent(CargoLogin("anahtar", "jeton", user, password))

    packed = base64.b64encode(pair.encode()).decode()
    assert (sent["authorization"], sent["api-key"], sent["access-token"]) == (
        f"Basic {packed}",
        "anahtar",
        "jeton",
    )

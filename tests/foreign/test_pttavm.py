"""PTT AVM's SOAP service through `pttavm-python`: only its address is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("pttavm-python")
_TEA, _CUP = "8690001", "8690002"


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/pttavm/accounts", {"name": "yabanci"})
    # The client knows no other prefix, though WCF's own is another.
    server.pull("PATCH", "/pttavm/rules", {"soap_prefix": "soap"})
    seller = opened["account"]
    rows = [
        {"barkod": _TEA, "urunAdi": "Çay & Şeker", "miktar": 10, "kdVli": "39.90"},
        {"barkod": _CUP, "urunAdi": "Bardak", "miktar": 4, "kdVli": "20.00"},
    ]
    server.pull("POST", f"/pttavm/{seller}/products", rows)
    given = {
        "address": f"{server.address}/pttavm/soap/service.svc",
        "user": f"sandbox-soap-{seller}",
        "password": f"sandbox-soap-password-{seller}",
        "category": 20,
    }
    said = strangers.talk("pttavm", given)
    server.pull("PATCH", "/pttavm/rules", {"soap_prefix": "s"})
    return {**said, "shown": server.pull("GET", f"/pttavm/{seller}/stock")}


def test_client_with_a_wrong_password_is_refused(told: dict[str, Any]) -> None:
    assert "FailedAuthentication" in told["refused"]


def test_client_reads_the_version_and_a_category(told: dict[str, Any]) -> None:
    """Its services do when asked by themselves; its front forgets their password."""
    assert "FailedAuthentication" in told["unsigned"]
    assert told["version"] == {"version": "3.0"}
    assert told["category"] == ["Süpermarket", ["İçecek"]]


def test_client_lists_and_counts_the_stock(told: dict[str, Any]) -> None:
    shelf = [[_TEA, "Çay & Şeker", 10, 39.9], [_CUP, "Bardak", 4, 20.0]]
    assert (told["stocks"], told["count"]) == (shelf, 2)


def test_what_the_client_pushes_outside_the_namespace_is_passed_over(told: dict[str, Any]) -> None:
    """It takes any answer for a success, so that it does not notice."""
    assert told["pushed"] == [True, True]
    assert (told["left"], told["shown"]) == (told["stocks"], {_TEA: 10, _CUP: 4})

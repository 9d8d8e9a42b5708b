"""Where providers deliver, met as a provider would: on our address, and on paths of its own behind it."""

import base64
import hashlib

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.domain.channels import queries
from prapazar.flows import channels
from prapazar.flows.deliveries import webhook_address
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.connectors.hepsiburada.site import MERCHANT

_BODY = {"orderNumber": "4100000001", "cancelDate": "2026-11-20T10:00:00"}


def _address(scope: Scope) -> tuple[str, str]:
    """A connected store's address for deliveries, and the header it is spoken to with."""
    values = {"merchant_id": MERCHANT, "user_agent": "acme_dev", "service_key": "gizlianahtar"}
    with db.transaction(scope) as session:
        connection_id = channels.connect(
            session, scope, connector="hepsiburada", name="Mağaza", environment="sandbox", values=values
        )
        account = queries.account(session, connection_id)
    packed = base64.b64encode(f"prapazar:{account.webhook_secret}".encode()).decode()
    return f"/webhook/to/{account.webhook_key}", f"Basic {packed}"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", ""), ("POST", "/orders"), ("POST", "/orderCancel"), ("PUT", "/lineitems/5/cancel")],
)
def test_delivery_is_kept_on_whichever_path_it_comes(
    client: TestClient, scope: Scope, method: str, path: str
) -> None:
    address, log_in = _address(scope)

    answers = [
        client.request(method, f"{address}{path}", json=_BODY, headers={"authorization": log_in})
        for _ in range(2)
    ]

    with db.transaction(scope) as session:
        kept = session.execute(text("SELECT count(*) FROM inbox")).scalar_one()
    assert ([one.status_code for one in answers], kept) == ([200, 200], 1)


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("PUT", "/packages/7/unpack")])
def test_delivery_that_does_not_log_in_is_refused(
    client: TestClient, scope: Scope, method: str, path: str
) -> None:
    address, _ = _address(scope)

    assert client.request(method, f"{address}{path}", json=_BODY).status_code == 401


def test_provider_that_asks_first_is_told_whose_address_it_is(client: TestClient, scope: Scope) -> None:
    values = {"client_id": "PraPazar-PRD", "client_secret": "gizli", "refresh_token": "v^1.1#jeton"}
    with db.transaction(scope) as session:
        connection_id = channels.connect(
            session, scope, connector="ebay", name="Mağaza", environment="sandbox", values=values
        )
        account = queries.account(session, connection_id)

    told = client.get(f"/webhook/to/{account.webhook_key}", params={"challenge_code": "a71b"})

    token = hashlib.sha256(f"ebay {account.webhook_secret}".encode()).hexdigest()
    expected = hashlib.sha256(
        f"a71b{token}{webhook_address(account.environment, account.webhook_key)}".encode()
    ).hexdigest()
    assert (told.status_code, told.json()) == (200, {"challengeResponse": expected})
    assert told.headers["content-type"] == "application/json"


def test_nobody_else_answers_a_challenge(client: TestClient, scope: Scope) -> None:
    address, _ = _address(scope)

    asked = [client.get(one, params={"challenge_code": "a71b"}) for one in (address, "/webhook/to/nobody")]

    assert [one.status_code for one in asked] == [401, 401]

"""The webhook inspector: what was refused, what a delivery held, and where the channels deliver to."""

import json
from dataclasses import dataclass
from uuid import UUID

from prapazar.connector_kit import registry
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels.deliveries import actions, queries
from prapazar.domain.channels.deliveries.queries import AddressRow
from prapazar.domain.channels.queries import Account
from prapazar.foundation import db, routes, throttle
from prapazar.foundation.logging import redact, redact_text
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings as installation

REFUSALS_A_MINUTE, STRAYS_A_MINUTE = 60, 60
"""Written down; what comes faster is refused without a trace."""
LONGEST_SHOWN = 20_000
_SECRET = frozenset({"authorization", "credential", "x-api-key", "cookie"})


def kept_headers(headers: dict[str, str]) -> dict[str, str]:
    """Who is who was checked; the secrets that proved it are not kept."""
    return {name: value for name, value in headers.items() if name not in _SECRET}


def note_refused(account: Account, delivery: WebhookDelivery, code: str, detail: str) -> None:
    if not throttle.granted(f"webhook-refused:{account.id}", most=REFUSALS_A_MINUTE, seconds=60):
        return
    scope = system_scope(account.merchant_id)
    headers = dict(list(kept_headers(dict(delivery.headers)).items())[:30])
    shown = {name[:60]: redact_text(value)[:200] for name, value in headers.items()}
    with db.transaction(scope) as session:
        actions.refuse(
            session,
            scope,
            account.id,
            code=code,
            detail=detail,
            headers=redact(shown),
            body=shown_body(delivery.body[:2_000])[: actions.LONGEST_BODY],
        )


def note_stray() -> None:
    if throttle.granted("webhook-stray", most=STRAYS_A_MINUTE, seconds=60):
        with db.system_transaction() as session:
            actions.count_stray(session)


@dataclass(frozen=True, slots=True)
class Content:
    """What a delivery held, without secrets or personal data."""

    headers: str
    body: str
    detail: str


def content(scope: Scope, delivery_id: UUID) -> Content | None:
    with db.transaction(scope) as session:
        found = queries.content(session, scope, delivery_id)
    if found is None:
        return None
    headers = json.dumps(redact(found.headers), indent=2, ensure_ascii=False)
    return Content(headers, shown_body(found.body), found.detail)


def shown_body(body: bytes) -> str:
    """JSON over several lines and redacted by its names; what is none is redacted as a text."""
    text = body.decode(errors="replace").replace("\x00", "")
    try:
        said = json.dumps(redact(json.loads(text)), indent=2, ensure_ascii=False)
    except ValueError:
        said = redact_text(text)
    return said[:LONGEST_SHOWN]


@dataclass(frozen=True, slots=True)
class Address:
    """Where one channel delivers to."""

    row: AddressRow
    is_able: bool
    """The channel has webhooks at all."""
    address: str


def addresses(scope: Scope) -> list[Address]:
    with db.transaction(scope) as session:
        rows = queries.addresses(session, scope)
    return [_address(row) for row in rows]


def _address(row: AddressRow) -> Address:
    able = set(registry.manifest(row.connector).capabilities)
    if "take_payments" in able:
        return Address(row, True, callback_address(row.environment, row.connector, row.webhook_key))
    is_able = bool({"receive_webhooks", "push_tracking", "push_reports"} & able)
    return Address(row, is_able, webhook_address(row.environment, row.webhook_key))


def callback_address(environment: str, connector: str, webhook_key: str) -> str:
    """Where a payment provider tells what became of a payment."""
    return f"{_base(environment)}{routes.callback(connector, webhook_key)}"


def _base(environment: str) -> str:
    return f"http://127.0.0.1:{installation().port}" if environment == "sandbox" else installation().address


def webhook_address(environment: str, webhook_key: str) -> str:
    base = _base(environment)
    # Without the provider's name: Trendyol refuses addresses that contain its own.
    return f"{base}/webhook/to/{webhook_key}"


def strays_day() -> int:
    with db.system_transaction() as session:
        return queries.strays_day(session)

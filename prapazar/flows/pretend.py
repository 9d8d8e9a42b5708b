"""The levers of the built-in sandbox, for people: keys of its accounts, faults to switch on, a buyer who buys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import AuthField, Manifest
from prapazar.domain.channels import queries
from prapazar.domain.channels.queries import Account
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

FAULTS: Mapping[str, Mapping[str, Any]] = {
    "401": {},
    "429": {"retry_after": 30},
    "500": {},
    "timeout": {"seconds": 60},
    "html": {},
    "cut_off": {},
    "renamed_field": {},
    "unknown_status": {},
}
"""What a person may switch on, and how it shows itself."""
NOTHING_ON_SALE = "nothing on sale"
_SECONDS = 5.0
_MOST_ACCOUNTS = 20
_LINK = "https://magaza.example/{sku}"


class SandboxAway(Exception):
    """The built-in sandbox does not run here, or would not do it; `detail` is what it said."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class PretendAccount:
    """An account of the sandbox with all that a form asks for."""

    id: str
    name: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault that is on."""

    id: int
    kind: str


def accounts(scope: Scope, connector: str) -> list[PretendAccount]:
    """Those that the sandbox has for this channel; one that has none gets one. Raises SandboxAway."""
    scope.require("channels.write")
    manifest = registry.manifest(connector)
    rows = _rows(connector) or [_asked("POST", f"/{connector}/accounts", {})]
    return [_pretend(manifest, row) for row in rows[:_MOST_ACCOUNTS]]


def faults(scope: Scope, connection_id: UUID) -> list[Wrong]:
    """What is switched on for this store's account. Raises SandboxAway, ConnectionMissing."""
    account = _account(scope, connection_id, "console.read")
    found = _asked("GET", "/faults")
    mine = _number(account)
    return [
        Wrong(int(one["id"]), str(one["kind"]))
        for one in found
        if one["provider"] in {account.connector, "*"}
        and one["account"] in {mine, "*"}
        and one["remaining"] != 0
    ]


def switch_on(scope: Scope, connection_id: UUID, kind: str, *, field: str = "") -> None:
    """From the next request on, until it is switched off. Raises SandboxAway, ConnectionMissing."""
    account = _account(scope, connection_id, "console.write")
    if kind not in FAULTS:
        raise SandboxAway(kind)
    options = dict(FAULTS[kind])
    if kind == "renamed_field":
        options = {"from": field.strip(), "to": f"{field.strip()}_yeni"}
    asked = {"kind": kind, "provider": account.connector, "account": _number(account), "options": options}
    _asked("POST", "/faults", {**asked, "of": "orders"})


def switch_off(scope: Scope, connection_id: UUID, number: int) -> None:
    """One of this store's own. Raises SandboxAway, ConnectionMissing."""
    scope.require("console.write")
    if number in {one.id for one in faults(scope, connection_id)}:
        _asked("DELETE", f"/faults/{number}")


def buy(scope: Scope, connection_id: UUID) -> str:
    """A buyer takes one of what is on sale there; the order's number. Raises SandboxAway, ConnectionMissing."""
    account = _account(scope, connection_id, "console.write")
    mine = _number(account)
    there = _asked("GET", f"/{account.connector}/{mine}/stock")
    key = next((key for key, count in there.items() if count is None or count > 0), None)
    if key is None:
        raise SandboxAway(NOTHING_ON_SALE)
    made = _asked("POST", f"/{account.connector}/{mine}/orders", {"lines": [{"key": key, "quantity": 1}]})
    return str(
        made.get("order_number") or made.get("orderNumber") or made.get("order_id") or made.get("id") or ""
    )


def _account(scope: Scope, connection_id: UUID, permission: str) -> Account:
    scope.require(permission)
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    if account.environment != "sandbox":
        raise SandboxAway(account.environment)
    return account


def _number(account: Account) -> str:
    """Which of the sandbox's accounts a store is: the one whose keys it has, or else the first."""
    manifest, given = registry.manifest(account.connector), {**account.settings, **account.credentials}
    rows = _rows(account.connector)
    alike = [
        row
        for row in rows
        if all(str(given.get(name, value)) == value for name, value in _pretend(manifest, row).values.items())
    ]
    known = manifest.auth.account
    named = [row for row in rows if _value(manifest.field(known), row) == str(given.get(known))]
    found = next(iter(alike or named or rows), None)
    if found is None:
        raise SandboxAway(account.connector)
    return str(found["account"])


def _rows(connector: str) -> list[dict[str, Any]]:
    return [row for row in _asked("GET", "/accounts") if row["provider"] == connector]


def _pretend(manifest: Manifest, row: Mapping[str, Any]) -> PretendAccount:
    values = {field.name: _value(field, row) for field in manifest.auth.fields}
    name = str(row.get("name") or row.get("shop_name") or row["account"])
    filled = {key: value for key, value in values.items() if value}
    return PretendAccount(str(row["account"]), name, filled)


def _value(field: AuthField, row: Mapping[str, Any]) -> str:
    """Mostly the sandbox calls it what the form calls it; the number of an account is its `account`."""
    found = row.get(field.name)
    if found is None:
        found = next((one[field.name] for one in _inner(row) if field.name in one), None)
    if isinstance(found, list):
        found = ",".join(str(one) for one in found)
    if found is None and field.kind == "url":
        return f"http://127.0.0.1:{settings().sandbox_port}{row['path']}"
    if found is None and field.name == "link_template":
        return _LINK
    if found is None and field.required and field.kind == "text" and not field.default:
        return str(row["account"])
    if found is None and field.required and field.kind == "secret":
        found = row.get("key")
    value = "" if found is None or isinstance(found, dict) else str(found)
    fits = not value or field.fault(value) is None
    return value if fits else ""


def _inner(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What stands a step deeper, such as the keys of a WooCommerce."""
    lists = [one for value in row.values() if isinstance(value, list) for one in value[:1]]
    return [one for one in [*lists, *row.values()] if isinstance(one, dict)]


def _asked(method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
    address = f"http://127.0.0.1:{settings().sandbox_port}/_control{path}"
    try:
        with httpx.Client(timeout=_SECONDS, trust_env=False) as client:
            answer = client.request(method, address, json=body)
    except httpx.HTTPError as error:
        raise SandboxAway from error
    if answer.is_error:
        raise SandboxAway(_said(answer))
    return answer.json()


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"])[:200]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)

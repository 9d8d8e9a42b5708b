"""The demo's five stores: accounts of the sandbox, connected as a person would connect them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import httpx

from prapazar.connector_kit import registry
from prapazar.domain.channels import queries
from prapazar.flows import channels, deliveries
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

TRENDYOL = "trendyol"
_TIMEOUT = 10
_OWNER = "Anadolu Lezzet"
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        TRENDYOL: "Trendyol",
        "woocommerce": "anadolulezzet.com",
        "hepsiburada": "Hepsiburada",
        "n11": "N11",
        "shopify": "Toptan mağaza",
    }
)
_FIRST = ("yurtici", "aras", "mng", "hepsijet", "nilvera", "iyzico", "paytr", "woocommerce", "netgsm", "smtp")
"""Of these the sandbox has one account; of the others that of the demo's owner is meant."""
Accounts = Mapping[str, dict[str, Any]]


class DemoImpossible(Exception):
    """Said to the person who asked for the demo."""


def sandbox_accounts() -> Accounts:
    """By connector."""
    address = lever("accounts")
    try:
        answer: list[dict[str, Any]] = httpx.get(address, timeout=_TIMEOUT).json()
    except (httpx.HTTPError, ValueError) as error:
        raise DemoImpossible(f"The sandbox does not answer at {address}; start it first.") from error
    found = {
        one["provider"]: one
        for one in reversed(answer)
        if one["provider"] in _FIRST or (one["provider"] in _NAMES and one.get("name") == _OWNER)
    }
    lacking = sorted({*_FIRST, *_NAMES} - found.keys())
    if lacking:
        raise DemoImpossible(
            f"The sandbox has no account for {', '.join(lacking)}; start it anew with --demo."
        )
    return found


def connect(scope: Scope, accounts: Accounts) -> dict[str, UUID]:
    """By connector; Trendyol's first, for its products become the catalogue."""
    with db.transaction(scope) as session:
        return {
            slug: channels.connect(
                session,
                scope,
                connector=slug,
                name=name,
                environment="sandbox",
                values=values_of(slug, _named(slug, accounts[slug])),
            )
            for slug, name in _NAMES.items()
        }


def values_of(slug: str, given: Mapping[str, Any]) -> dict[str, str]:
    """What the connector's form asks for, of what the sandbox tells of the account."""
    names = [field.name for field in registry.manifest(slug).auth.fields]
    return {name: str(given[name]) for name in names if given.get(name)}


def lever(path: str) -> str:
    """The address at which the sandbox lets people do what a provider's panel lets them do."""
    return f"{_sandbox()}/_control/{path}"


def register_by_mail(scope: Scope, shops: Mapping[str, UUID]) -> None:
    """Hepsiburada takes a webhook's address by e-mail only; its lever stands for that."""
    with db.transaction(scope) as session:
        account = queries.account(session, shops["hepsiburada"])
    login = {
        "url": deliveries.webhook_address("sandbox", account.webhook_key),
        "username": "prapazar",
        "password": account.webhook_secret,
    }
    merchant = account.settings["merchant_id"]
    httpx.post(lever(f"hepsiburada/{merchant}/webhook"), json=login, timeout=_TIMEOUT)


def _named(slug: str, account: Mapping[str, Any]) -> dict[str, Any]:
    if slug == "woocommerce":
        return {"shop_url": f"{_sandbox()}{account['path']}", **account["keys"][0]}
    if slug == "hepsiburada":
        return {**account, "store_name": account["name"]}
    if slug == "shopify":
        return {**account, "location_id": account["locations"][0]["id"]}
    return dict(account)


def _sandbox() -> str:
    return f"http://127.0.0.1:{settings().sandbox_port}"

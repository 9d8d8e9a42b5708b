"""Finds connectors by their folders and builds one for an account; nothing is imported before it is asked for."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from prapazar.connector_kit import files
from prapazar.connector_kit import manifest as manifests
from prapazar.connector_kit.contract import Connector
from prapazar.connector_kit.feeds import FeedConnection
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.manifest import Environment, Manifest
from prapazar.connector_kit.reach import reach
from prapazar.connector_kit.setup import Setup
from prapazar.foundation.settings import settings as installation

PACKAGE = "prapazar.connectors"


class UnknownConnector(LookupError):
    """No folder of that name among the connectors."""


def folder(slug: str) -> Path:
    path = _home() / slug
    if slug not in slugs():
        raise UnknownConnector(slug)
    return path


def slugs() -> list[str]:
    return sorted(found.parent.name for found in _home().glob("*/manifest.toml"))


def called() -> list[str]:
    """Those whose provider is called; the others write files and read them."""
    return [one.slug for one in all_manifests() if one.files is None and one.feed is None]


def by_files() -> list[str]:
    return [slug for slug in slugs() if manifest(slug).files is not None]


@lru_cache
def manifest(slug: str) -> Manifest:
    return manifests.read(folder(slug) / "manifest.toml")


def all_manifests() -> list[Manifest]:
    return [manifest(slug) for slug in slugs()]


def build(
    slug: str,
    settings: Mapping[str, Any],
    credentials: Mapping[str, str],
    environment: Environment,
    http: Wire | None = None,
    *,
    sandbox_url: str | None = None,
) -> Connector:
    """A connector for one account. Ask `isinstance(connector, ReadsOrders)` for what it can do.

    `http` carries limiter, breaker and recorder; unset, they hold for this connector alone.
    """
    if manifest(slug).feed is not None:
        return FeedConnection(manifest(slug), settings)
    if manifest(slug).files is not None:
        return files.Connector(manifest(slug).name)
    made = setup(slug, settings, credentials, environment, http, sandbox_url=sandbox_url)
    return cast("Connector", import_module(f"{PACKAGE}.{slug}.connector").Connector(made))


def setup(
    slug: str,
    settings: Mapping[str, Any],
    credentials: Mapping[str, str],
    environment: Environment,
    http: Wire | None = None,
    *,
    sandbox_url: str | None = None,
) -> Setup:
    """What `build` makes the connector of."""
    described = manifest(slug)
    sandbox = sandbox_url or f"http://127.0.0.1:{installation().sandbox_port}"
    addresses = described.addresses(environment, dict(settings), sandbox)
    return Setup(
        described,
        environment,
        settings,
        dict(credentials),
        base_url=next(iter(addresses.values())),
        wire=http or Wire(),
        reach=reach(trusted=sandbox if environment == "sandbox" else None),
        addresses=addresses,
    )


@lru_cache(maxsize=1)
def _home() -> Path:
    return Path(import_module(PACKAGE).__path__[0])

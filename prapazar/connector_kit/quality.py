"""What a good connector does, rule by rule, and the check of a connector's folder."""

import ast
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from prapazar.connector_kit import feeds
from prapazar.connector_kit import manifest as manifests
from prapazar.connector_kit.manifest import Capability, Manifest

REQUIRED_FILES = {
    "README.md",
    "__init__.py",
    "manifest.toml",
    "connector.py",
    "client.py",
    "schemas.py",
    "mapper.py",
    "errors.py",
    "quality.toml",
}
OPTIONAL_FILES = {"auth.py", "webhooks.py", "content.py", "aftersales.py", "listings.py", "orders.py"}
"""content.py and aftersales.py map their subject, where it does not fit into mapper.py; listings.py
and orders.py hold the steps by which listings are written and orders read and moved, where one call is not enough.
"""
FEED_FILES = {"README.md", "__init__.py", "manifest.toml", "fields.toml", "quality.toml"}
"""A connector that only serves a file is described, not programmed."""
REQUIRED_TESTS = {"test_client.py", "test_connector.py", "test_errors.py", "test_mapper.py"}
FEED_TESTS = {"test_fields.py"}
README_SECTIONS = ("## What it does", "## Credentials", "## Limits", "## Quirks", "## Documents")
METHODS = {
    Capability.TEST_CREDENTIALS: ("test_credentials",),
    Capability.READ_LISTINGS: ("fetch_listings",),
    Capability.READ_CATEGORIES: ("fetch_categories",),
    Capability.READ_ATTRIBUTES: ("fetch_attributes",),
    Capability.WRITE_LISTINGS: ("write_listings",),
    Capability.READ_ORDERS: ("fetch_packages", "fetch_package", "count_packages"),
    Capability.PUSH_STOCK: ("push_stock",),
    Capability.PUSH_PRICE: ("push_price",),
    Capability.ANSWER_BATCHES: ("fetch_batch",),
    Capability.REPORT_STATUS: ("report_status", "report_unsupplied"),
    Capability.RECEIVE_WEBHOOKS: ("register_webhook", "remove_webhook", "verify", "read_packages"),
    Capability.READ_CLAIMS: ("fetch_claims",),
    Capability.ANSWER_CLAIMS: ("approve_claim", "reject_claim", "fetch_claim_reasons"),
    Capability.READ_QUESTIONS: ("fetch_questions",),
    Capability.ANSWER_QUESTIONS: ("answer_question",),
    Capability.READ_SETTLEMENTS: ("fetch_settlements",),
}


class Rule(StrEnum):
    ERRORS_MAPPED = "errors_mapped"
    """Each error the documents name becomes one of the five."""
    UNKNOWN_PARKED = "unknown_parked"
    """An unknown status, currency or tax parks its record and no other."""
    PAGES_COUNTED = "pages_counted"
    LIMITS_DATED = "limits_dated"
    MONEY_EXACT = "money_exact"
    CLOCKS_UTC = "clocks_utc"
    WRITES_NOT_REPEATED = "writes_not_repeated"
    """A write that may have arrived is not sent again by the connector."""
    ITEMS_ANSWERED = "items_answered"
    """Each item of a push gets its own final answer."""
    STATUS_REPORTED = "status_reported"
    WEBHOOKS_VERIFIED = "webhooks_verified"
    SECRETS_HIDDEN = "secrets_hidden"
    SEEN_LIVE = "seen_live"
    """Worked against the provider's real server."""


class Mark(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["done", "todo", "exempt"]
    reason: str = ""

    @model_validator(mode="after")
    def _has_reason(self) -> "Mark":
        if self.state != "done" and not self.reason:
            raise ValueError(f"{self.state} needs its reason")
        return self


class Quality(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: dict[Rule, Mark]

    @model_validator(mode="after")
    def _is_whole(self) -> "Quality":
        missing = [rule.value for rule in Rule if rule not in self.rules]
        if missing:
            raise ValueError(f"no mark for {', '.join(missing)}")
        return self

    @property
    def done(self) -> int:
        return sum(mark.state == "done" for mark in self.rules.values())


def read(path: Path) -> Quality:
    return Quality.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def folder_faults(folder: Path, tests: Path | None = None) -> list[str]:
    """What is wrong with a connector's folder, in sentences; empty when nothing is."""
    faults = [*_file_faults(folder), *_readme_faults(folder / "README.md"), *_docstring_faults(folder)]
    faults += _manifest_faults(folder)
    try:
        read(folder / "quality.toml")
    except (OSError, ValueError) as error:
        faults.append(f"quality.toml: {_first_line(error)}")
    if tests is not None:
        wanted = FEED_TESTS if _is_feed(folder) else REQUIRED_TESTS
        faults += [f"{name} is missing among its tests" for name in _missing(wanted, tests)]
    return faults


def _file_faults(folder: Path) -> list[str]:
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    is_feed = _is_feed(folder)
    required = FEED_FILES if is_feed else REQUIRED_FILES
    odd = sorted(found - required - (set() if is_feed else OPTIONAL_FILES))
    return [
        *(f"{name} is missing" for name in _missing(required, folder)),
        *(f"{name} has no place in a connector's folder" for name in odd),
    ]


def _is_feed(folder: Path) -> bool:
    return (folder / "fields.toml").is_file()


def _missing(names: set[str], folder: Path) -> list[str]:
    return sorted(name for name in names if not (folder / name).is_file())


def _readme_faults(readme: Path) -> list[str]:
    if not readme.is_file():
        return []  # said already
    lines = readme.read_text(encoding="utf-8").splitlines()
    return [f"README.md has no section '{section}'" for section in README_SECTIONS if section not in lines]


def _docstring_faults(folder: Path) -> list[str]:
    return [
        f"{path.name} does not begin with a sentence that says what lives there"
        for path in sorted(folder.glob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]


def _manifest_faults(folder: Path) -> list[str]:
    try:
        manifest = manifests.read(folder / "manifest.toml")
    except (OSError, ValidationError, tomllib.TOMLDecodeError) as error:
        return [f"manifest.toml: {_first_line(error)}"]
    faults = [] if manifest.slug == folder.name else [f"manifest.toml: the slug is not {folder.name}"]
    if manifest.feed is not None:
        return faults + _profile_faults(folder, manifest)
    methods = _connector_methods(folder / "connector.py")
    for capability, names in METHODS.items():
        has_all = set(names) <= methods
        if capability in manifest.capabilities and not has_all:
            faults.append(f"manifest.toml promises {capability}, but connector.py cannot do it")
        if capability not in manifest.capabilities and has_all:
            faults.append(f"connector.py can {capability}, but manifest.toml does not say so")
    return faults


def _profile_faults(folder: Path, manifest: Manifest) -> list[str]:
    try:
        feeds.profile(folder, manifest.feed.fields if manifest.feed else "")
    except (OSError, ValueError) as error:
        return [f"fields.toml: {_first_line(error)}"]
    promised = set(manifest.capabilities)
    return (
        []
        if promised == {Capability.SERVE_FEED}
        else ["manifest.toml: a feed can serve_feed and nothing else"]
    )


def _connector_methods(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Connector")
    return {part.name for node in classes for part in node.body if isinstance(part, ast.FunctionDef)}


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}".strip()
    return str(error).splitlines()[0]

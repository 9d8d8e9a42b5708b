"""The check of a connector's folder: which files it has, and that it can do what it promises."""

import ast
import tomllib
from pathlib import Path

from pydantic import ValidationError

from prapazar.connector_kit import feeds, quality
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
OPTIONAL_FILES = {
    "auth.py",
    "webhooks.py",
    "content.py",
    "aftersales.py",
    "listings.py",
    "orders.py",
    "soap.py",
}
"""content.py and aftersales.py map their subject, where it does not fit into mapper.py; listings.py
and orders.py hold the steps by which listings are written and orders read and moved, where one call is not enough;
soap.py is a client of its own for a provider's second, older interface.
"""
FEED_FILES = {"README.md", "__init__.py", "manifest.toml", "fields.toml", "quality.toml"}
"""A connector that only serves a file is described, not programmed."""
REQUIRED_TESTS = {"test_client.py", "test_connector.py", "test_errors.py", "test_mapper.py"}
FEED_TESTS = {"test_fields.py"}
FILE_CHANNEL_FILES = {"README.md", "manifest.toml"}
"""All that a platform on the file channel has: its program is the kit's."""
FILE_CHANNEL_SECTIONS = ("## What it does", "## What it does not", "## Source")
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


def folder_faults(folder: Path, tests: Path | None = None) -> list[str]:
    """What is wrong with a connector's folder, in sentences; empty when nothing is."""
    if _goes_by_files(folder):
        return _file_channel_faults(folder)
    is_feed = _is_feed(folder)
    required, optional = (FEED_FILES, set[str]()) if is_feed else (REQUIRED_FILES, OPTIONAL_FILES)
    faults = [
        *_file_faults(folder, required, optional),
        *_readme_faults(folder / "README.md", README_SECTIONS),
        *_docstring_faults(folder),
    ]
    faults += _manifest_faults(folder)
    try:
        quality.exemptions(folder)
    except (OSError, ValueError) as error:
        faults.append(f"quality.toml: {_first_line(error)}")
    if tests is not None:
        wanted = FEED_TESTS if is_feed else REQUIRED_TESTS
        faults += [f"{name} is missing among its tests" for name in _missing(wanted, tests)]
    return faults


def _goes_by_files(folder: Path) -> bool:
    try:
        return "files" in tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return False


def _file_channel_faults(folder: Path) -> list[str]:
    faults = [
        *_file_faults(folder, FILE_CHANNEL_FILES, set()),
        *_readme_faults(folder / "README.md", FILE_CHANNEL_SECTIONS),
    ]
    try:
        manifest = manifests.read(folder / "manifest.toml")
    except ValidationError as error:
        return [*faults, f"manifest.toml: {_first_line(error)}"]
    if manifest.slug != folder.name:
        faults.append(f"manifest.toml: the slug is not {folder.name}")
    return faults


def _file_faults(folder: Path, required: set[str], optional: set[str]) -> list[str]:
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    odd = sorted(found - required - optional)
    return [
        *(f"{name} is missing" for name in _missing(required, folder)),
        *(f"{name} has no place in a connector's folder" for name in odd),
    ]


def _is_feed(folder: Path) -> bool:
    return (folder / "fields.toml").is_file()


def _missing(names: set[str], folder: Path) -> list[str]:
    return sorted(name for name in names if not (folder / name).is_file())


def _readme_faults(readme: Path, sections: tuple[str, ...]) -> list[str]:
    if not readme.is_file():
        return []  # said already
    lines = readme.read_text(encoding="utf-8").splitlines()
    return [f"README.md has no section '{section}'" for section in sections if section not in lines]


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
    if set(manifest.capabilities) != {Capability.SERVE_FEED}:
        return ["manifest.toml: a feed can serve_feed and nothing else"]
    return []


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

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
    "claims.py",
    "settlements.py",
    "taxonomy.py",
    "listings.py",
    "orders.py",
    "publishing.py",
    "vocabulary.py",
    "soap.py",
}
"""content.py and aftersales.py map their subject, where it does not fit into mapper.py; taxonomy.py, claims.py and
settlements.py hold one part of it, where they would hold too much; listings.py and orders.py hold the steps by which
listings are written and orders read and moved, where one call is not enough; publishing.py writes them where
listings.py has its hands full with reading, stock and prices; vocabulary.py finds or makes the provider's own words for
it (brands, options, values); soap.py is a client of its own for a provider's second, older interface.
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
    Capability.DELETE_LISTINGS: ("delete_listings",),
    Capability.READ_BUYBOXES: ("fetch_buyboxes",),
    Capability.READ_ORDERS: ("fetch_packages", "fetch_package", "count_packages"),
    Capability.PUSH_STOCK: ("push_stock",),
    Capability.PUSH_PRICE: ("push_price",),
    Capability.ANSWER_BATCHES: ("fetch_batch",),
    Capability.REPORT_STATUS: ("report_status", "report_unsupplied"),
    Capability.SPLIT_PACKAGES: ("split_package", "fetch_siblings"),
    Capability.CHANGE_CARRIERS: ("fetch_carriers", "change_carrier"),
    Capability.RECEIVE_WEBHOOKS: ("register_webhook", "remove_webhook", "verify", "read_packages"),
    Capability.READ_QUEUE: ("subscribe", "unsubscribe", "fetch_messages", "drop_messages", "read_packages"),
    Capability.READ_CLAIMS: ("fetch_claims",),
    Capability.ANSWER_CLAIMS: ("approve_claim", "reject_claim", "fetch_claim_reasons"),
    Capability.SEND_EVIDENCE: ("reject_with_evidence",),
    Capability.READ_QUESTIONS: ("fetch_questions",),
    Capability.ANSWER_QUESTIONS: ("answer_question",),
    Capability.WRITE_TO_BUYERS: ("fetch_message_kinds", "write_to_buyer"),
    Capability.READ_SETTLEMENTS: ("fetch_settlements",),
    Capability.CREATE_SHIPMENTS: ("create_shipment",),
    Capability.CANCEL_SHIPMENTS: ("cancel_shipment",),
    Capability.OPEN_RETURN_CODES: ("open_return_code",),
    Capability.MAKE_LABELS: ("fetch_label",),
    Capability.TRACK_SHIPMENTS: ("fetch_tracking",),
    Capability.QUOTE_RATES: ("fetch_rates",),
    Capability.PUSH_TRACKING: ("verify", "read_tracking"),
    Capability.FIND_TAXPAYERS: ("find_taxpayer",),
    Capability.SEND_DOCUMENTS: ("send_document", "fetch_document_status"),
    Capability.CANCEL_DOCUMENTS: ("cancel_document",),
    Capability.SHOW_DOCUMENTS: ("fetch_document_pdf",),
    Capability.TAKE_PAYMENTS: ("open_payment", "comes_with_buyer", "read_payment", "fetch_payment"),
    Capability.SHARE_INVOICES: ("share_invoice",),
    Capability.REFUND_PAYMENTS: ("refund_payment",),
    Capability.CANCEL_PAYMENTS: ("cancel_payment",),
    Capability.SEND_EMAIL: ("send_message",),
    Capability.SEND_SMS: ("send_message",),
    Capability.SEND_WHATSAPP: ("send_message",),
    Capability.FOLLOW_MESSAGES: ("fetch_reports",),
    Capability.PUSH_REPORTS: ("verify", "read_reports"),
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
    told = {METHODS[one] for one in manifest.capabilities if one in METHODS}
    for capability, names in METHODS.items():
        has_all = set(names) <= methods
        if capability in manifest.capabilities and not has_all:
            faults.append(f"manifest.toml promises {capability}, but connector.py cannot do it")
        if has_all and names not in told:  # the ways a message goes by share one method
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

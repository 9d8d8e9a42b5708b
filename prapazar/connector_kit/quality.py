"""What a good connector does, rule by rule, and how each rule is shown to hold: by tests or by reading its code."""

import ast
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from prapazar.connector_kit.evidence import Proof
from prapazar.connector_kit.manifest import Capability, Manifest

FILE = "quality.toml"


class Rule(StrEnum):
    """The tests of the contract suite that show one bear `pytest.mark.proves(<its value>)`."""

    ERRORS_MAPPED = "errors_mapped"
    """Each error the documents name becomes one of the five."""
    UNKNOWN_PARKED = "unknown_parked"
    """An unknown status, currency or tax parks its record and no other."""
    PAGES_COUNTED = "pages_counted"
    """Pages that do not add up to the channel's own count are noticed."""
    LIMITS_DATED = "limits_dated"
    LIMITS_KEPT = "limits_kept"
    """Never above the limit, and at least 85 % of it used while there is work."""
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


_READS = (Capability.READ_ORDERS, Capability.TRACK_SHIPMENTS)
_WRITES = (
    Capability.PUSH_STOCK,
    Capability.CREATE_SHIPMENTS,
    Capability.SEND_DOCUMENTS,
    Capability.REFUND_PAYMENTS,
    Capability.SEND_EMAIL,
    Capability.SEND_SMS,
    Capability.SEND_WHATSAPP,
)
_NEEDS: Mapping[Rule, tuple[Capability, ...]] = {
    Rule.UNKNOWN_PARKED: _READS,
    Rule.PAGES_COUNTED: (Capability.READ_ORDERS,),
    Rule.MONEY_EXACT: (Capability.PUSH_PRICE, Capability.TAKE_PAYMENTS, Capability.CREATE_SHIPMENTS),
    Rule.CLOCKS_UTC: _READS,
    Rule.WRITES_NOT_REPEATED: _WRITES,
    Rule.ITEMS_ANSWERED: (Capability.PUSH_STOCK,),
    Rule.STATUS_REPORTED: (Capability.REPORT_STATUS,),
    Rule.WEBHOOKS_VERIFIED: (
        Capability.RECEIVE_WEBHOOKS,
        Capability.PUSH_TRACKING,
        Capability.TAKE_PAYMENTS,
        Capability.PUSH_REPORTS,
    ),
}
"""A rule about something a connector cannot do does not bind it; one of these is enough that it does."""


@dataclass(frozen=True, slots=True)
class Mark:
    state: Literal["done", "todo", "exempt"]
    reason: str
    """What shows it, what is missing, or why it does not bind."""


class _Exemptions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    exempt: dict[Rule, Annotated[str, Field(min_length=1)]]


def exemptions(folder: Path) -> dict[Rule, str]:
    """Rules that cannot be shown of this provider, each with its reason: all a person has to say."""
    text = (folder / FILE).read_text(encoding="utf-8")
    return _Exemptions.model_validate(tomllib.loads(text)).exempt


def marks(folder: Path, manifest: Manifest, proof: Proof | None) -> dict[Rule, Mark]:
    """`proof` is None where nothing holds of the present source."""
    if manifest.files:
        return dict.fromkeys(Rule, Mark("exempt", "goes by files: nobody is called"))
    exempt = exemptions(folder)
    return {rule: _mark(rule, folder, manifest, proof, exempt) for rule in Rule}


def _mark(
    rule: Rule, folder: Path, manifest: Manifest, proof: Proof | None, exempt: Mapping[Rule, str]
) -> Mark:
    if reason := _unbound(rule, manifest) or exempt.get(rule):
        return Mark("exempt", reason)
    if (read := _READ.get(rule)) and (fault := read(folder, manifest)):
        return Mark("todo", fault)
    if rule == Rule.LIMITS_DATED:
        return Mark("done", "each limit in the manifest has its day and its source")
    run = proof.rules.get(rule) if proof else None
    if run is None or not run.is_proof:
        return Mark("todo", _UNPROVEN.get(rule, "no test that passed shows it"))
    return Mark("done", f"{run.passed} tests of the contract suite")


def _unbound(rule: Rule, manifest: Manifest) -> str:
    """Why a rule does not bind a connector that cannot do what it is about."""
    if Capability.TEST_CREDENTIALS not in manifest.capabilities:
        return "calls nobody"
    needed = _NEEDS.get(rule, ())
    if not needed or any(one in manifest.capabilities for one in needed):
        return ""
    return f"cannot {needed[0]}"


_UNPROVEN = {Rule.SEEN_LIVE: "not yet run against a real account"}


def _undated(_: Path, manifest: Manifest) -> str:
    return "" if manifest.limits else "the manifest names no limit"


_MAPPED = (
    *("mapper.py", "content.py", "taxonomy.py", "aftersales.py", "claims.py", "settlements.py", "schemas.py"),
    *("listings.py", "orders.py", "publishing.py", "vocabulary.py"),
)


def _floating(folder: Path, _: Manifest) -> str:
    """Seconds to wait may be floats, in auth.py and errors.py; what is mapped may not."""
    for name in _MAPPED:
        path = folder / name
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
        if any(isinstance(node, ast.Name) and node.id == "float" for node in ast.walk(tree)):
            return f"{name} uses float"
    return ""


_READ: Mapping[Rule, Callable[[Path, Manifest], str]] = {
    Rule.LIMITS_DATED: _undated,
    Rule.MONEY_EXACT: _floating,
}
"""What the code or the manifest says against a rule; empty where it says nothing."""

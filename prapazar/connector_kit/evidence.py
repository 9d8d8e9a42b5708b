"""How far a connector is proven: computed from the test runs its present source has passed, never typed in."""

import hashlib
import json
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = "evidence.json"
_KIT = Path(__file__).parent


class Level(StrEnum):
    DECLARED = "declared"
    """Known, not proven."""
    MAPPED = "mapped"
    """Its own tests pass: requests built, answers and errors mapped."""
    SANDBOX = "sandbox"
    """The contract suite passes against its simulator."""
    REPLAY = "replay"
    """A client written by others passes against that simulator too."""


class Run(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    passed: int = 0
    failed: int = 0

    @property
    def is_proof(self) -> bool:
        return self.passed > 0 and self.failed == 0


class Strangers(BaseModel):
    """What clients written by others did at the simulator, told nothing but its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clients: tuple[str, ...] = ()
    """Name and version of each."""
    passed: tuple[str, ...] = ()
    """In words."""
    failed: int = 0

    @property
    def is_proof(self) -> bool:
        return bool(self.clients and self.passed) and self.failed == 0


class Proof(BaseModel):
    """What was run, and of which source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    at: str
    tests: Run = Run()
    contract: Run = Run()
    rules: dict[str, Run] = {}
    """By quality rule: the tests of the contract suite that show it."""
    strangers: Strangers = Strangers()


def standing(folder: Path) -> Proof | None:
    """None where nothing is proven of the source as it is now."""
    proof = read(folder.parent).get(folder.name)
    return proof if proof and proof.source == source_hash(folder) else None


def level(folder: Path) -> Level:
    """A changed connector falls back to `declared` until its tests have run again."""
    proof = standing(folder)
    if proof is None or not proof.tests.is_proof:
        return Level.DECLARED
    if not proof.contract.is_proof:
        return Level.MAPPED
    return Level.REPLAY if proof.strangers.is_proof else Level.SANDBOX


def read(connectors: Path) -> dict[str, Proof]:
    path = connectors / FILE
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {slug: Proof.model_validate(proof) for slug, proof in kept.items()}


def write(connectors: Path, slug: str, proof: Proof) -> None:
    proofs = {**read(connectors), slug: proof}
    text = json.dumps({name: proofs[name].model_dump() for name in sorted(proofs)}, indent=2)
    (connectors / FILE).write_text(f"{text}\n", encoding="utf-8")


def source_hash(folder: Path) -> str:
    """Over the connector and the kit beneath it: a change in either may break what was proven."""
    made = hashlib.sha256()
    files = [
        *folder.glob("*.py"),
        *folder.glob("manifest.toml"),
        *folder.glob("fields.toml"),
        *_KIT.rglob("*.py"),
    ]
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        made.update(f"{path.parent.name}/{path.name}\n".encode())
        made.update(path.read_bytes())
    return made.hexdigest()[:32]

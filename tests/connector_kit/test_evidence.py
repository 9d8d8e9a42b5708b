"""The evidence level follows from what passed, for the source as it is now."""

from pathlib import Path

import pytest

from prapazar.connector_kit import evidence
from prapazar.connector_kit.evidence import Level, Proof, Run, Strangers

_MET = Strangers(clients=("bazaar-sdk 1.2",), passed=("client reads orders",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bazaar"
    made.mkdir()
    (made / "mapper.py").write_text("RATE = 1\n")
    return made


def _proof(folder: Path, tests: Run, contract: Run) -> Proof:
    return Proof(
        source=evidence.source_hash(folder), at="2026-11-21T00:00:00Z", tests=tests, contract=contract
    )


@pytest.mark.parametrize(
    ("tests", "contract", "expected"),
    [
        (Run(), Run(), Level.DECLARED),
        (Run(passed=9, failed=1), Run(passed=9), Level.DECLARED),
        (Run(passed=9), Run(), Level.MAPPED),
        (Run(passed=9), Run(passed=8, failed=1), Level.MAPPED),
        (Run(passed=9), Run(passed=9), Level.SANDBOX),
    ],
)
def test_level_is_what_passed(folder: Path, tests: Run, contract: Run, expected: Level) -> None:
    evidence.write(folder.parent, "bazaar", _proof(folder, tests, contract))

    assert evidence.level(folder) is expected


@pytest.mark.parametrize(
    ("contract", "strangers", "expected"),
    [
        (Run(passed=9), _MET, Level.REPLAY),
        (Run(passed=9), Strangers(), Level.SANDBOX),
        (Run(passed=9), Strangers(clients=("bazaar-sdk 1.2",)), Level.SANDBOX),
        (Run(passed=9), _MET.model_copy(update={"failed": 1}), Level.SANDBOX),
        (Run(passed=8, failed=1), _MET, Level.MAPPED),
    ],
)
def test_client_of_others_lifts_what_the_contract_proved(
    folder: Path, contract: Run, strangers: Strangers, expected: Level
) -> None:
    proof = _proof(folder, Run(passed=9), contract).model_copy(update={"strangers": strangers})

    evidence.write(folder.parent, "bazaar", proof)

    assert evidence.level(folder) is expected


def test_connector_without_evidence_is_declared(folder: Path) -> None:
    assert evidence.level(folder) is Level.DECLARED


def test_changed_connector_falls_back(folder: Path) -> None:
    evidence.write(folder.parent, "bazaar", _proof(folder, Run(passed=9), Run(passed=9)))

    (folder / "mapper.py").write_text("RATE = 2\n")

    assert evidence.level(folder) is Level.DECLARED


def test_evidence_of_other_connectors_is_kept(folder: Path) -> None:
    proof = _proof(folder, Run(passed=9), Run())

    evidence.write(folder.parent, "first", proof)
    evidence.write(folder.parent, "bazaar", proof)

    assert evidence.read(folder.parent) == {"first": proof, "bazaar": proof}

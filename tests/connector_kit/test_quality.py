"""A rule holds because tests showed it or the code says it; nobody ticks it."""

import shutil
from pathlib import Path

import pytest

from prapazar.connector_kit import quality, registry
from prapazar.connector_kit.evidence import Proof, Run
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.quality import Mark, Rule

_SHOWN = {rule.value: Run(passed=2) for rule in Rule if rule not in {Rule.LIMITS_DATED, Rule.SEEN_LIVE}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "trendyol"
    shutil.copytree(registry.folder("trendyol"), copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / quality.FILE).write_text("[exempt]\n")
    return copied


def _marks(
    folder: Path, rules: dict[str, Run] | None = None, without: Capability | None = None
) -> dict[Rule, Mark]:
    manifest = registry.manifest("trendyol")
    kept = tuple(one for one in manifest.capabilities if one != without)
    proof = None if rules is None else Proof(source="x", at="2026-11-21T00:00:00Z", rules=rules)
    return quality.marks(folder, manifest.model_copy(update={"capabilities": kept}), proof)


def test_rules_whose_tests_passed_hold(folder: Path) -> None:
    marks = _marks(folder, _SHOWN)

    assert {rule for rule, mark in marks.items() if mark.state != "done"} == {Rule.SEEN_LIVE}


def test_without_proof_only_what_can_be_read_holds(folder: Path) -> None:
    marks = _marks(folder)

    assert {rule for rule, mark in marks.items() if mark.state == "done"} == {Rule.LIMITS_DATED}


@pytest.mark.parametrize("run", [Run(passed=1, failed=1), Run()])
def test_rule_does_not_hold_when_a_test_failed_or_none_ran(folder: Path, run: Run) -> None:
    marks = _marks(folder, {**_SHOWN, "clocks_utc": run})

    assert marks[Rule.CLOCKS_UTC] == Mark("todo", "no test that passed shows it")


def test_rule_about_what_a_connector_cannot_do_does_not_bind(folder: Path) -> None:
    marks = _marks(folder, _SHOWN, without=Capability.RECEIVE_WEBHOOKS)

    assert marks[Rule.WEBHOOKS_VERIFIED] == Mark("exempt", "cannot receive_webhooks")


def test_exemption_gives_its_reason(folder: Path) -> None:
    (folder / quality.FILE).write_text('[exempt]\npages_counted = "no count is told"\n')

    assert _marks(folder, _SHOWN)[Rule.PAGES_COUNTED] == Mark("exempt", "no count is told")


def test_money_in_floats_is_not_exact_whatever_passed(folder: Path) -> None:
    with (folder / "mapper.py").open("a") as mapper:
        mapper.write("\n\ndef _price(raw: str) -> float:\n    return float(raw)\n")

    assert _marks(folder, _SHOWN)[Rule.MONEY_EXACT] == Mark("todo", "mapper.py uses float")

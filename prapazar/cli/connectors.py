"""`prapazar connectors`: what there is and how far it is proven; replay, certify, new."""

import dataclasses
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import click
from defusedxml import ElementTree
from rich.console import Console
from rich.table import Table

from prapazar.cli import connector_pages, scaffold
from prapazar.connector_kit import evidence, parsing, quality, registry
from prapazar.connector_kit.evidence import Proof, Run, Strangers
from prapazar.connector_kit.folder import folder_faults
from prapazar.connector_kit.quality import Mark, Rule
from prapazar.connector_kit.records import ParkedRecord
from prapazar.flows import replays
from prapazar.foundation.clock import now

_ROOT = Path(__file__).parents[2]
FILE_TESTS = Path("tests") / "contract" / "test_file_channels.py"
"""What a platform on the file channel is proven by: its columns and words written and read back."""
_MAPPING = ("mapper", "content", "aftersales", "claims", "settlements")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of a table.")
@click.pass_context
def connectors(context: click.Context, *, as_json: bool) -> None:
    """List the connectors with their evidence level."""
    if context.invoked_subcommand:
        return
    rows = [described(slug) for slug in registry.slugs()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("connector", "kinds", "evidence", "quality", "capabilities")
    for row in rows:
        marks = f"{row['quality']['done']}/{row['quality']['rules']}"
        table.add_row(
            row["name"], ", ".join(row["kinds"]), row["evidence"], marks, ", ".join(row["capabilities"])
        )
    Console().print(table)


def described(slug: str) -> dict[str, Any]:
    manifest = registry.manifest(slug)
    folder = registry.folder(slug)
    marks = _marks(slug)
    return {
        "slug": slug,
        "name": manifest.name,
        "kinds": [kind.value for kind in manifest.kinds],
        "capabilities": [capability.value for capability in manifest.capabilities],
        "evidence": evidence.level(folder).value,
        "quality": {
            "done": _done(marks),
            "rules": len(marks),
            "marks": {rule.value: dataclasses.asdict(mark) for rule, mark in marks.items()},
        },
        "limits": [limit.model_dump(mode="json") for limit in manifest.limits],
    }


@connectors.command()
@click.argument("slug")
@click.argument("operation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def replay(slug: str, operation: str, file: Path) -> None:
    """Map a recorded payload and print our records; fails when one of them had to be parked.

    FILE is a provider's answer, or a test case saved from the console: then the operation is one of the
    console's, every answer is played again, and what comes out differently from then is told.
    """
    registry.folder(_known(slug))
    recorded = parsing.load_json(file.read_bytes())
    if isinstance(recorded, dict) and "exchanges" in recorded:
        _play(slug, operation, file)
        return
    readers = _readers(slug)
    if operation not in readers:
        raise click.BadParameter(f"one of {', '.join(sorted(readers))}", param_hint="operation")
    records = readers[operation](recorded)
    shown = [{type(record).__name__: dataclasses.asdict(record)} for record in records]
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
    if any(isinstance(record, ParkedRecord) for record in records):
        sys.exit(1)


def _play(slug: str, operation: str, file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    if case["operation"] != operation:
        raise click.BadParameter(f"the file holds {case['operation']}", param_hint="operation")
    replayed = replays.replay_file(slug, case)
    click.echo(json.dumps(replayed.records, ensure_ascii=False, indent=2))
    for change in replayed.changes:
        click.echo(f"{change.record} {change.field}: {change.was} -> {change.now}", err=True)
    if replayed.error:
        click.echo(replayed.error, err=True)
    if replayed.error or replayed.changes or any(_is_parked(one) for one in replayed.records):
        sys.exit(1)


def _is_parked(record: object) -> bool:
    return isinstance(record, dict) and record.get("_") == "ParkedRecord"


@connectors.command()
@click.argument("slug")
@click.argument("name", required=False)
def new(slug: str, name: str | None) -> None:
    """Make the folder of a new connector, with its tests, as `declared`."""
    try:
        made = scaffold.make(slug, name or slug.replace("_", " ").title(), _ROOT)
    except scaffold.NotANewSlug as error:
        raise click.ClickException(str(error)) from error
    for path in made:
        click.echo(path.relative_to(_ROOT))


@connectors.command()
@click.argument("slugs", nargs=-1)
def certify(slugs: tuple[str, ...]) -> None:
    """Run a connector's tests, the contract suite and clients of others; keep what passed, print a report.

    Without a slug all of them, one after another.
    """
    are_fine = [_certify(_known(slug)) for slug in slugs or registry.slugs()]
    if not all(are_fine):
        sys.exit(1)


def _certify(slug: str) -> bool:
    folder = registry.folder(slug)
    source = evidence.source_hash(folder)
    faults = folder_faults(folder, _ROOT / "tests" / "connectors" / slug)
    if slug in registry.by_files():
        suite = _run(_ROOT / FILE_TESTS, "-k", slug)
        tests, contract, rules, strangers = _counted(suite), Run(), _by_rule(suite), Strangers()
    else:
        tests = _counted(_run(_ROOT / "tests" / "connectors" / slug))
        suite = _run(_ROOT / "tests" / "contract", "-k", _only(slug))
        contract, rules, strangers = _counted(suite), _by_rule(suite), _strangers(slug)
    moment = now().isoformat(timespec="seconds")
    proof = Proof(source=source, at=moment, tests=tests, contract=contract, rules=rules, strangers=strangers)
    evidence.write(folder.parent, slug, proof)
    marks = _marks(slug)
    click.echo(f"{slug}: {evidence.level(folder)}")
    click.echo(f"  its own tests   {tests.passed} passed, {tests.failed} failed")
    click.echo(f"  contract suite  {contract.passed} passed, {contract.failed} failed")
    clients = ", ".join(strangers.clients) or "none known"
    click.echo(f"  clients         {len(strangers.passed)} passed, {strangers.failed} failed: {clients}")
    click.echo(f"  quality         {_done(marks)} of {len(marks)} rules")
    for rule, mark in marks.items():
        if mark.state != "done":
            click.echo(f"    {mark.state}: {rule}: {mark.reason}")
    for fault in faults:
        click.echo(f"  folder: {fault}")
    connector_pages.write(slug, _ROOT)
    return not (faults or tests.failed or contract.failed or strangers.failed)


def _only(slug: str) -> str:
    """Pytest's words for the tests of one connector: `meta` is not `meta_feed`."""
    longer = [other for other in registry.slugs() if slug in other and other != slug]
    return " and not ".join([slug, *longer])


def _marks(slug: str) -> dict[Rule, Mark]:
    folder = registry.folder(slug)
    return quality.marks(folder, registry.manifest(slug), evidence.standing(folder))


def _done(marks: dict[Rule, Mark]) -> int:
    return sum(mark.state == "done" for mark in marks.values())


def _known(slug: str) -> str:
    if slug not in registry.slugs():
        raise click.BadParameter(f"one of {', '.join(registry.slugs())}", param_hint="slug")
    return slug


def _readers(slug: str) -> dict[str, Callable[[Any], Sequence[Any]]]:
    """How each operation's answer is mapped, from the modules of the connector that map."""
    found: dict[str, Callable[[Any], Sequence[Any]]] = {}
    for name in _MAPPING:
        if (registry.folder(slug) / f"{name}.py").is_file():
            found |= getattr(importlib.import_module(f"{registry.PACKAGE}.{slug}.{name}"), "READERS", {})
    return found


def _run(tests: Path, *options: str) -> list[Element] | None:
    """The cases of tests that ran in a process of their own; None where the run could not start."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        subprocess.run([*command, str(tests), *options], cwd=_ROOT, check=False)  # noqa: S603 - our own tests
        return list(ElementTree.parse(report).iter("testcase")) if report.is_file() else None


def _strangers(slug: str) -> Strangers:
    """Clients that cannot be had here are skipped, and prove nothing."""
    tests = _ROOT / "tests" / "foreign" / f"test_{slug}.py"
    if not tests.is_file():
        return Strangers()
    cases = _run(tests)
    passed = [case for case in cases or () if _state(case) == "passed"]
    words = [case.get("name", "").removeprefix("test_").replace("_", " ") for case in passed]
    clients = {client for case in passed for client in _told(case, "client")}
    return Strangers(clients=tuple(sorted(clients)), passed=tuple(words), failed=_counted(cases).failed)


def _by_rule(cases: Sequence[Element] | None) -> dict[str, Run]:
    found: dict[str, list[Element]] = {}
    for case in cases or ():
        for rule in _told(case, "proves"):
            found.setdefault(rule, []).append(case)
    return {rule: _counted(found[rule]) for rule in sorted(found)}


def _told(case: Element, name: str) -> list[str]:
    return [one.get("value", "") for one in case.iterfind(f"properties/property[@name='{name}']")]


def _counted(cases: Sequence[Element] | None) -> Run:
    """A run that could not start counts as failed."""
    if cases is None:
        return Run(failed=1)
    states = [_state(case) for case in cases]
    return Run(passed=states.count("passed"), failed=states.count("failed"))


def _state(case: Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"

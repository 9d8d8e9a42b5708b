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
from prapazar.connector_kit.evidence import Proof, Run
from prapazar.connector_kit.folder import folder_faults
from prapazar.connector_kit.quality import Mark, Rule
from prapazar.connector_kit.records import ParkedRecord
from prapazar.foundation.clock import now

_ROOT = Path(__file__).parents[2]
FILE_TESTS = Path("tests") / "contract" / "test_file_channels.py"
"""What a platform on the file channel is proven by: its columns and words written and read back."""
_MAPPING = ("mapper", "content", "aftersales")


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
    """Map a recorded payload and print our records; fails when one of them had to be parked."""
    registry.folder(_known(slug))
    readers = _readers(slug)
    if operation not in readers:
        raise click.BadParameter(f"one of {', '.join(sorted(readers))}", param_hint="operation")
    records = readers[operation](parsing.load_json(file.read_bytes()))
    shown = [{type(record).__name__: dataclasses.asdict(record)} for record in records]
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
    if any(isinstance(record, ParkedRecord) for record in records):
        sys.exit(1)


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
    """Run a connector's tests and the contract suite, keep what passed as evidence, print a report.

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
        tests, rules = _run(_ROOT / FILE_TESTS, "-k", slug)
        contract = Run()
    else:
        tests, _ = _run(_ROOT / "tests" / "connectors" / slug)
        contract, rules = _run(_ROOT / "tests" / "contract", "-k", slug)
    moment = now().isoformat(timespec="seconds")
    proof = Proof(source=source, at=moment, tests=tests, contract=contract, rules=rules)
    evidence.write(folder.parent, slug, proof)
    marks = _marks(slug)
    click.echo(f"{slug}: {evidence.level(folder)}")
    click.echo(f"  its own tests   {tests.passed} passed, {tests.failed} failed")
    click.echo(f"  contract suite  {contract.passed} passed, {contract.failed} failed")
    click.echo(f"  quality         {_done(marks)} of {len(marks)} rules")
    for rule, mark in marks.items():
        if mark.state != "done":
            click.echo(f"    {mark.state}: {rule}: {mark.reason}")
    for fault in faults:
        click.echo(f"  folder: {fault}")
    connector_pages.write(slug, _ROOT)
    return not (faults or tests.failed or contract.failed)


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


def _run(tests: Path, *options: str) -> tuple[Run, dict[str, Run]]:
    """Runs tests in a process of their own and counts them all, and by the rule they prove.

    A run that cannot start counts as failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        subprocess.run([*command, str(tests), *options], cwd=_ROOT, check=False)  # noqa: S603 - our own tests
        if not report.is_file():
            return Run(failed=1), {}
        cases = list(ElementTree.parse(report).iter("testcase"))
    by_rule: dict[str, list[Element]] = {}
    for case in cases:
        for found in case.iterfind("properties/property[@name='proves']"):
            by_rule.setdefault(found.get("value", ""), []).append(case)
    return _counted(cases), {rule: _counted(by_rule[rule]) for rule in sorted(by_rule)}


def _counted(cases: Sequence[Element]) -> Run:
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return Run(passed=len(cases) - failed - skipped, failed=failed)

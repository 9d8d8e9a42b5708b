"""The page of a connector under docs/connectors/, made from its manifest and from what is proven of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from prapazar.connector_kit import evidence, quality, registry
from prapazar.connector_kit.evidence import Proof
from prapazar.connector_kit.manifest import Capability, LimitGroup, Manifest

FOLDER = Path("docs") / "connectors"
_MADE = "Made by `./dev connectors certify {slug}` from its manifest and its evidence; not edited by hand."


def page(slug: str) -> str:
    """Markdown; the same for the same source and the same evidence."""
    manifest, folder = registry.manifest(slug), registry.folder(slug)
    proof = evidence.standing(folder)
    marks = quality.marks(folder, manifest, proof)
    tests = (
        [("its own tests", proof.tests.passed), ("contract suite", proof.contract.passed)] if proof else []
    )
    if manifest.files:
        return _file_channel(manifest, evidence.level(folder).value, tests[0][1] if tests else 0)
    parts = [
        f"# {manifest.name}",
        f"{_MADE.format(slug=slug)} [Its README](../../prapazar/connectors/{slug}/README.md) says how it works.",
        f"**Evidence: {evidence.level(folder)}.** "
        + "; ".join(f"{name}: {passed} passed" for name, passed in tests),
        f"Kind: {', '.join(manifest.kinds)}. Provider's documents: <{manifest.documentation}>",
        *_strangers(proof),
        "## What it can do",
        _list(f"`{capability}`" for capability in manifest.capabilities),
        "## Credentials",
        manifest.auth.where.en + ".",
        _table(
            ("field", "kept", "asked for"),
            [
                (
                    field.label.en,
                    "sealed" if field.kind == "secret" else "as a setting",
                    _asked(field.required),
                )
                for field in manifest.auth.fields
            ],
        ),
        "## Limits",
        _table(
            ("group", "requests", "in seconds", "since", "source"),
            [
                (
                    limit.group,
                    _requests(limit),
                    str(limit.seconds),
                    limit.since.isoformat(),
                    f"<{limit.source}>",
                )
                for limit in manifest.limits
            ],
        ),
        "## Batches and schedules",
        _table(
            ("what", "figure"),
            [
                ("stock offers in a batch", str(manifest.batches.stock or "-")),
                ("prices in a batch", str(manifest.batches.price or "-")),
                ("listings in a batch", str(manifest.batches.listings or "-")),
                *((f"{name} every", f"{seconds} s") for name, seconds in manifest.intervals),
            ],
        ),
        *_changes(manifest),
        "## Quality rules",
        _table(
            ("rule", "state", "by what"),
            [(f"`{rule}`", mark.state, mark.reason) for rule, mark in marks.items()],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _file_channel(manifest: Manifest, level: str, passed: int) -> str:
    """It has no hosts, limits or schedules, and no rule about calls binds it."""
    files = manifest.files
    says = files.says.en if files else ""
    parts = [
        f"# {manifest.name}",
        (
            f"{_MADE.format(slug=manifest.slug)} "
            f"[Its README](../../prapazar/connectors/{manifest.slug}/README.md) says where this is from."
        ),
        f"**Evidence: {level}.** {passed} tests passed of its files written and read back; nobody is called.",
        f"Kind: {', '.join(manifest.kinds)}. Goes by files. The platform: <{manifest.documentation}>",
        "## What it can do",
        says,
        _list(f"`{capability}`" for capability in manifest.capabilities),
        "## What the wizard asks for",
        _table(
            ("setting", "choices"),
            [
                (field.label.en, ", ".join(choice.label.en for choice in field.choices) or "free text")
                for field in manifest.auth.fields
            ],
        ),
    ]
    if files and Capability.EXPORT_PRODUCTS in manifest.capabilities:
        parts += ["## What an article needs to be in its file", _list(f"`{one}`" for one in files.needs)]
    return "\n\n".join(parts) + "\n"


def write(slug: str, root: Path) -> Path:
    path = root / FOLDER / f"{slug}.md"
    path.write_text(page(slug), encoding="utf-8")
    return path


def _strangers(proof: Proof | None) -> list[str]:
    if proof is None or not proof.strangers.is_proof:
        return []
    heading = f"Clients written by others at its simulator: {', '.join(proof.strangers.clients)}."
    return [heading, _list(proof.strangers.passed)]


def _changes(manifest: Manifest) -> list[str]:
    if not manifest.changes:
        return []
    rows = [(change.since.isoformat(), change.what.en, f"<{change.source}>") for change in manifest.changes]
    return ["## Dated changes of its interface", _table(("from", "what", "source"), rows)]


def _asked(required: bool) -> str:
    return "always" if required else "where it applies"


def _requests(limit: LimitGroup) -> str:
    if isinstance(limit.requests, int):
        return str(limit.requests)
    return ", ".join(f"{tier}: {requests or 'no limit'}" for tier, requests in limit.requests.items())


def _list(words: Iterable[str]) -> str:
    return "\n".join(f"- {word}" for word in words)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")

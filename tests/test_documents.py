"""The documents say what is true as far as a machine can tell: settings, words, links and paths."""

import re
from collections.abc import Iterator
from pathlib import Path

from click import Context

from prapazar.cli.main import main
from prapazar.foundation.settings import Settings

ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
_QUOTED = re.compile(r"`((?:prapazar|tests|workers|docs|deploy|bench|alembic|assets)/[A-Za-z0-9_./-]+)`")


def _documents() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def test_readme_names_every_setting_and_no_other() -> None:
    settings = {f"PRAPAZAR_{name.upper()}" for name in Settings.model_fields}
    table = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]

    assert set(re.findall(r"PRAPAZAR_[A-Z_]+", table)) == settings


def test_readme_names_every_word_of_the_command() -> None:
    words = (ROOT / "README.md").read_text().split("| word | does |")[1].split("\n\n")[0]
    said = {
        word
        for names in re.findall(r"^\|(.+?)\|", words, re.MULTILINE)
        for word in re.findall(r"[a-z]+", names)
    }

    assert set(main.list_commands(Context(main))) - said == set()


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in _documents()
        for link in _LINK.findall(page.read_text())
        if not (page.parent / link).exists()
    ]

    assert broken == []


def test_named_files_are_there() -> None:
    missing = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in _documents()
        for name in _QUOTED.findall(page.read_text())
        if not (ROOT / name).exists()
    ]

    assert missing == []

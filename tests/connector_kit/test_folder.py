"""The folder check, with examples of wrong and right."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.folder import folder_faults
from prapazar.connector_kit.quality import Rule

_TESTS = Path(__file__).parents[1] / "connectors"


@pytest.mark.parametrize("slug", registry.slugs())
def test_every_connector_passes_the_folder_check(slug: str) -> None:
    assert folder_faults(registry.folder(slug), _TESTS / slug) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "trendyol"
    shutil.copytree(registry.folder("trendyol"), copied, ignore=shutil.ignore_patterns("__pycache__"))
    return copied


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda f: (f / "errors.py").unlink(), "errors.py is missing"),
        (
            lambda f: (f / "helpers.py").write_text('"""Things."""\n'),
            "helpers.py has no place in a connector's folder",
        ),
        (
            lambda f: _replace(f / "README.md", "## Limits", "## Speed"),
            "README.md has no section '## Limits'",
        ),
        (
            lambda f: (f / "schemas.py").write_text("X = 1\n"),
            "schemas.py does not begin with a sentence that says what lives there",
        ),
        (
            lambda f: _replace(f / "manifest.toml", 'slug = "trendyol"', 'slug = "other"'),
            "manifest.toml: the slug is not trendyol",
        ),
        (
            lambda f: _replace(f / "connector.py", "def fetch_categories", "def read_categories"),
            "manifest.toml promises read_categories, but connector.py cannot do it",
        ),
        (
            lambda f: _replace(f / "manifest.toml", '"push_price",', ""),
            "connector.py can push_price, but manifest.toml does not say so",
        ),
        (
            lambda f: _replace(f / "quality.toml", "[exempt]", '[exempt]\nmoney_exact = ""'),
            "quality.toml: exempt.money_exact String should have at least 1 character",
        ),
        (
            lambda f: _replace(f / "quality.toml", "[exempt]", '[exempt]\nquick = "it is"'),
            "quality.toml: exempt.quick.[key] Input should be 'errors_mapped', 'unknown_parked', "
            + ", ".join(f"'{rule}'" for rule in list(Rule)[2:-1])
            + f" or '{list(Rule)[-1]}'",
        ),
    ],
)
def test_folder_check_names_the_fault(folder: Path, spoil: Callable[[Path], object], fault: str) -> None:
    spoil(folder)

    assert folder_faults(folder) == [fault]


def test_folder_check_asks_for_the_tests(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "test_mapper.py").touch()

    faults = folder_faults(folder, tmp_path)

    assert faults == [
        f"{name} is missing among its tests"
        for name in ("test_client.py", "test_connector.py", "test_errors.py")
    ]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda f: (f / "README.md").unlink(), "README.md is missing"),
        (lambda f: (f / "client.py").touch(), "client.py has no place in a connector's folder"),
        (
            lambda f: _replace(f / "README.md", "## What it does not", "## More"),
            "README.md has no section '## What it does not'",
        ),
        (
            lambda f: _replace(f / "manifest.toml", '"export_products"', '"push_stock"'),
            "manifest.toml: Value error, what goes by files is a file channel's, and all that it can do",
        ),
        (
            lambda f: _replace(f / "manifest.toml", "[files]", '[hosts]\nlive = "https://x.test"\n\n[files]'),
            (
                "manifest.toml: Value error, a file channel calls nobody:"
                " it has no form, host, limit or webhook of its own"
            ),
        ),
        (
            lambda f: _replace(f / "manifest.toml", '"sku", "barcode", ', ""),
            "manifest.toml: files Value error, a product file needs the SKU or the barcode: orders come back by it",
        ),
    ],
)
def test_folder_of_a_file_channel_is_two_files(
    tmp_path: Path, spoil: Callable[[Path], object], fault: str
) -> None:
    folder = tmp_path / "beymen"
    shutil.copytree(registry.folder("beymen"), folder)
    assert folder_faults(folder) == []

    spoil(folder)

    assert folder_faults(folder) == [fault]

"""`prapazar ubl`: the package fetched from a page like GİB's, or handed over, or honestly not."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from prapazar.cli.main import main
from prapazar.domain.invoicing.documents import package
from prapazar.foundation.settings import settings
from tests.factories.official import small_archives


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the library
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A page that names the archives, and the archives."""
    root = tmp_path / "site"
    small_archives(root / "dosyalar/kilavuzlar")
    (root / "mevzuat.html").write_text(
        '<a href="/dosyalar/kilavuzlar/e-FaturaPaketi%20(29).zip">a</a>'
        "<A HREF='dosyalar/kilavuzlar/UBL-TR1.2.1_Paketi.zip'>b</A>"
        '<a href="http://elsewhere.invalid/e-FaturaPaketi.zip">c</a>'
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


def test_package_is_fetched_from_what_the_page_names(site: str, data_dir: Path) -> None:
    result = CliRunner().invoke(main, ["ubl", "--page", f"{site}/mevzuat.html"])

    archive = data_dir.parent / "site/dosyalar/kilavuzlar/e-FaturaPaketi (29).zip"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert (result.exit_code, result.output.splitlines()[0], package.missing(data_dir / "ubl-tr")) == (
        0,
        f"rules: {site}/dosyalar/kilavuzlar/e-FaturaPaketi%20(29).zip",
        [],
    )
    assert f"SHA-256 {digest} (newer or other than what we have been checked with)" in result.output


def test_archives_may_be_handed_over(tmp_path: Path, data_dir: Path) -> None:
    rules, schemas = small_archives(tmp_path / "raw")

    result = CliRunner().invoke(main, ["ubl", "--from", str(rules), "--from", str(schemas)])

    assert (result.exit_code, package.missing(data_dir / "ubl-tr")) == (0, [])


def test_page_that_is_gone_is_told_with_the_way_by_hand(site: str, data_dir: Path) -> None:
    result = CliRunner().invoke(main, ["ubl", "--page", f"{site}/elsewhere/page.html"])

    assert (result.exit_code, (data_dir / "ubl-tr").exists()) == (1, False)
    assert "going on with the addresses of 31.08.2026" in result.output
    assert "./dev ubl --from e-FaturaPaketi.zip" in result.output


def test_archive_without_rules_is_told(tmp_path: Path, data_dir: Path) -> None:
    _, schemas = small_archives(tmp_path / "raw")

    result = CliRunner().invoke(main, ["ubl", "--from", str(schemas)])

    assert (result.exit_code, result.output.splitlines()[-1], (data_dir / "ubl-tr").exists()) == (
        1,
        "Error: nowhere in the package: schematron-compiled/UBL-TR_Main_Schematron.xslt",
        False,
    )

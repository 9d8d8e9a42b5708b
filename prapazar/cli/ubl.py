"""`prapazar ubl`: brings the official schemas and rules that every e-document is checked with."""

import hashlib
import re
import tempfile
import tomllib
from collections.abc import Iterable
from datetime import date
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import click
import httpx

from prapazar.domain.invoicing.documents import official, package
from prapazar.foundation.settings import settings

_HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_MOST_BYTES = 50_000_000
_SECONDS = 60
_BY_HAND = (
    "Fetch the archives with a browser (the page names e-FaturaPaketi and the UBL-TR package) and hand them over: "
    "./dev ubl --from e-FaturaPaketi.zip --from UBL-TR1.2.1_Paketi.zip"
)


@click.command()
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="An archive or folder, GİB's or one with compiled rules; instead of fetching. May be said more than once.",
)
@click.option("--page", help="Another page to find the archives on.")
def ubl(*, sources: tuple[Path, ...], page: str | None) -> None:
    """Bring GİB's schemas and rules into the data folder."""
    target = settings().data_dir / package.FOLDER
    about = tomllib.loads(files(__package__).joinpath("ubl.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        brought = list(sources) or _fetched(about, page or about["page"], Path(folder))
        _show_digests(brought, about["known"])
        try:
            package.lay_out(brought, target)
            checker = official.Checker(target)
            try:
                checker.warm_up()
            finally:
                checker.close()
        except package.BadPackage as error:
            raise click.ClickException(f"{error}") from error
        except Exception as error:  # Saxon and lxml have a dozen kinds, all of which say what is wrong
            raise click.ClickException(f"{target} is laid out, but cannot be used: {error}") from error
    click.echo(f"{target}: schemas and rules are ready; documents are checked with them from now on.")


def _fetched(about: dict[str, Any], page: str, folder: Path) -> list[Path]:
    with httpx.Client(timeout=_SECONDS, follow_redirects=True) as client:
        links = _links(client, page, about["seen"])
        return [_fetch(client, links, one, page, folder) for one in about["package"]]


def _links(client: httpx.Client, page: str, seen: date) -> list[str]:
    """On the page's own host; none where it does not answer."""
    try:
        answer = client.get(page)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        click.echo(f"{page}: {error}; going on with the addresses of {seen:%d.%m.%Y}.")
        return []
    found = [urljoin(page, unescape(link)) for link in _HREF.findall(answer.text)]
    return [link for link in found if urlsplit(link).netloc == urlsplit(page).netloc]


def _fetch(
    client: httpx.Client, links: Iterable[str], wanted: dict[str, str], page: str, folder: Path
) -> Path:
    pattern = re.compile(wanted["pattern"], re.IGNORECASE)
    found = [link for link in links if pattern.search(unquote(link))]
    address = found[0] if found else urljoin(page, httpx.URL(wanted["address"]).path)
    target = folder / f"{wanted['name']}.zip"
    click.echo(f"{wanted['name']}: {address}")
    try:
        with client.stream("GET", address) as answer, target.open("wb") as file:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                if file.tell() > _MOST_BYTES:
                    raise click.ClickException(f"{address} is larger than any package of GİB's.")
                file.write(part)
    except httpx.HTTPError as error:
        raise click.ClickException(f"{address} could not be fetched: {error}\n{_BY_HAND}") from error
    return target


def _show_digests(brought: Iterable[Path], known: dict[str, str]) -> None:
    for path in brought:
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            name = known.get(digest, "newer or other than what we have been checked with")
            click.echo(f"{path.name}: {path.stat().st_size:,} bytes, SHA-256 {digest} ({name})")

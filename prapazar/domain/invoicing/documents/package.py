"""The official package on disk: schemas and compiled rules, laid out from what GİB ships or from a folder like ours."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from prapazar.domain.invoicing.documents import schematron

FOLDER = "ubl-tr"
"""Its name in the data folder."""

_XSD = "xsd"
_RULES = "schematron-compiled"
_MAIN = "UBL-TR_Main_Schematron"
_SCHEMAS = ("Invoice", "DespatchAdvice", "ApplicationResponse")
_SOURCES = {f"{_MAIN}.xml", f"{_MAIN}.sch", "UBL-TR_Common_Schematron.xml", "UBL-TR_Codelist.xml"}
_MOST_BYTES = 20_000_000


class PackageMissing(Exception):
    """The folder does not hold schemas and rules; `./dev ubl` brings them."""


class BadPackage(Exception):
    """What was given holds no schemas, or no rules."""


def schema_of(folder: Path, kind: str) -> Path:
    return folder / _XSD / "maindoc" / f"UBL-{kind}-2.1.xsd"


def rules_of(folder: Path) -> Path:
    return folder / _RULES / f"{_MAIN}.xslt"


def missing(folder: Path) -> list[str]:
    """Relative paths of what a check would need and does not find."""
    needed = [schema_of(folder, kind) for kind in _SCHEMAS] + [rules_of(folder)]
    return [str(path.relative_to(folder)) for path in needed if not path.is_file()]


def require(folder: Path) -> None:
    lacking = missing(folder)
    if lacking:
        raise PackageMissing(f"{folder} has no {', '.join(lacking)}; `./dev ubl` brings the official package")


def lay_out(sources: Iterable[Path], target: Path) -> None:
    """From archives and folders, GİB's or laid out like ours; `target` is replaced only when all is there.

    Rules that come as sources are compiled. Raises BadPackage.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as name:
        fresh, raw = Path(name) / "fresh", Path(name) / "raw"
        for source in sources:
            for path, content in _files(source):
                _keep(path, content, fresh, raw)
        _compile(fresh, raw)
        lacking = missing(fresh)
        if lacking:
            raise BadPackage(f"nowhere in the package: {', '.join(lacking)}")
        if target.exists():
            target.rename(Path(name) / "old")
        shutil.move(fresh, target)


def _keep(path: PurePosixPath, content: bytes, fresh: Path, raw: Path) -> None:
    """Only files whose name and folder are known are taken, and they go where we say."""
    if path.suffix == ".xsd" and path.parent.name in {"common", "maindoc"}:
        _write(fresh / _XSD / path.parent.name / path.name, content)
    elif path.name == f"{_MAIN}.xslt":
        _write(rules_of(fresh), content)
    elif path.name in _SOURCES:
        _write(raw / path.name, content)


def _compile(fresh: Path, raw: Path) -> None:
    if rules_of(fresh).exists():
        return
    for main in (raw / f"{_MAIN}.xml", raw / f"{_MAIN}.sch"):
        if main.exists():
            try:
                _write(rules_of(fresh), schematron.compiled(main))
            except schematron.NotCompiled as error:
                raise BadPackage(f"the rules cannot be compiled: {error}") from error
            return


def _files(source: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.stat().st_size <= _MOST_BYTES:
                if path.suffix == ".zip":
                    yield from _files(path)
                else:
                    yield PurePosixPath(path.relative_to(source.parent).as_posix()), path.read_bytes()
        return
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and entry.file_size <= _MOST_BYTES:
                    yield PurePosixPath(entry.filename), archive.read(entry)
    except (zipfile.BadZipFile, OSError) as error:
        raise BadPackage(f"{source.name} is no archive: {error}") from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

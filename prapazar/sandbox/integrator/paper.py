"""An uploaded document as an integrator looks it over: what it says, and what is wrong with it."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from lxml import etree

_SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
KINDS = {f"{{{_SPACE}{name}-2}}{name}": name for name in ("Invoice", "DespatchAdvice")}
_PROFILES = {
    "Invoice": (
        *("TEMELFATURA", "TICARIFATURA", "YOLCUBERABERFATURA", "IHRACAT", "OZELFATURA", "KAMU", "HKS"),
        *("ENERJI", "ILAC_TIBBICIHAZ", "YATIRIMTESVIK", "IDIS", "EARSIVFATURA"),
    ),
    "DespatchAdvice": ("TEMELIRSALIYE", "HKSIRSALIYE", "IDISIRSALIYE"),
}
_SENDER = {"Invoice": "AccountingSupplierParty", "DespatchAdvice": "DespatchSupplierParty"}
_RECIPIENT = {"Invoice": "AccountingCustomerParty", "DespatchAdvice": "DeliveryCustomerParty"}
_NUMBER = re.compile(r"[A-Z0-9]{3}20[0-9]{2}[0-9]{9}")
_VERSIONS = ("TR1.2", "TR1.2.1")
_FOLDER = "ubl-tr"
ARCHIVE = "EARSIVFATURA"
COMMERCIAL = "TICARIFATURA"


class Unreadable(ValueError):
    """No document of a kind that is taken."""


@dataclass(frozen=True, slots=True)
class Paper:
    kind: str
    """`Invoice` or `DespatchAdvice`."""
    uuid: str
    number: str
    profile: str
    issued_on: str
    sender: str
    recipient: str
    amount: str
    facts: dict[str, str]
    """What additional references say, by their kind."""
    faults: tuple[str, ...]
    """In the order they were found."""

    @property
    def is_archive(self) -> bool:
        return self.profile == ARCHIVE

    @property
    def series(self) -> str:
        return self.number[:3]


def read(content: bytes) -> Paper:
    """Raises Unreadable."""
    top = parsed(content)
    kind = KINDS.get(str(top.tag))
    if kind is None:
        raise Unreadable(f"{top.tag} bir UBL-TR belgesi değil")
    number, uuid = _text(top, "ID"), _text(top, "UUID")
    profile, version = _text(top, "ProfileID"), _text(top, "CustomizationID")
    faults = [
        *([f"ProfileID {profile}"] if profile not in _PROFILES[kind] else []),
        *([f"CustomizationID {version}"] if version not in _VERSIONS else []),
        *([f"ID {number}"] if not _NUMBER.fullmatch(number) else []),
        *([f"UUID {uuid}"] if not _is_guid(uuid) else []),
        *_by_schema(top, kind),
    ]
    return Paper(
        kind=kind,
        uuid=uuid.lower(),
        number=number,
        profile=profile,
        issued_on=_text(top, "IssueDate"),
        sender=_identity(top, _SENDER[kind]),
        recipient=_identity(top, _RECIPIENT[kind]),
        amount=_text(top, "LegalMonetaryTotal/{*}PayableAmount"),
        facts={
            one.findtext("{*}DocumentTypeCode") or "": one.findtext("{*}ID") or ""
            for one in top.iterfind("{*}AdditionalDocumentReference")
        },
        faults=tuple(faults),
    )


def parsed(content: bytes) -> etree._Element:
    """Without entities, and without a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"XML okunamadı: {type(error).__name__}") from None
    if top.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("DTD kabul edilmez")
    return top


def official() -> Path | None:
    """GİB's schemas, where this machine has them."""
    told = os.environ.get("PRAPAZAR_UBL_TR")
    data = os.environ.get("PRAPAZAR_DATA_DIR")
    places = [Path(told)] if told else []
    places += [Path(data) / _FOLDER] if data else []
    return next((one for one in places if (one / "xsd" / "maindoc").is_dir()), None)


def _by_schema(top: etree._Element, kind: str) -> list[str]:
    folder = official()
    schema = _schema(folder / "xsd" / "maindoc" / f"UBL-{kind}-2.1.xsd") if folder else None
    if schema is None or schema.validate(top):
        return []
    log = list(schema.error_log)  # type: ignore[call-overload]  # the stub has no iterator
    return [f"XSD: {log[0].message}" if log else "XSD"]


@lru_cache(maxsize=4)
def _schema(path: Path) -> etree.XMLSchema | None:
    return etree.XMLSchema(etree.parse(str(path))) if path.is_file() else None


def _identity(top: etree._Element, role: str) -> str:
    for one in top.iterfind(f"{{*}}{role}/{{*}}Party/{{*}}PartyIdentification/{{*}}ID"):
        if one.get("schemeID") in {"VKN", "TCKN"}:
            return (one.text or "").strip()
    return ""


def _text(top: etree._Element, path: str) -> str:
    return (top.findtext(f"{{*}}{path}") or "").strip()


def _is_guid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False

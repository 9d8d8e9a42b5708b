"""The head of every paper: seller, title, QR code, buyer, and the facts of the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.utils import ImageReader

from prapazar.domain.invoicing.documents.paper import ink, qr
from prapazar.domain.invoicing.documents.paper.sheet import FULL, LEFT, RIGHT, TOP, Sheet
from prapazar.domain.invoicing.documents.records import Address, Party

_QR_SIDE = 104.0
_LOGO = (150.0, 46.0)
_SELLER_WIDTH = 262.0
_FACTS_WIDTH = 222.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a merchant adds: a logo (PNG or JPEG)."""

    logo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    title: str
    code: str
    """What the QR code says."""
    ettn: str
    seller: Party
    buyer: Party
    facts: Sequence[tuple[str, str]]


def draw(sheet: Sheet, head: Head, look: Look) -> None:
    qr.draw(sheet.canvas, head.code, RIGHT, TOP, _QR_SIDE)
    sheet.text_right(RIGHT - _QR_SIDE - 12, TOP - 14, head.title, 15, bold=True, color=ink.ACCENT)
    below = _seller(sheet, head.seller, look)
    sheet.y = min(below, TOP - _QR_SIDE) - 12
    sheet.rule(sheet.y, color=ink.ACCENT)
    sheet.y -= 4
    top = sheet.y
    right = sheet.boxed(RIGHT - _FACTS_WIDTH, top - 6, _FACTS_WIDTH, head.facts)
    left = _buyer(sheet, head.buyer, top)
    sheet.y = min(left, right) - 8
    sheet.text(LEFT, sheet.y - 8, "ETTN", 7, bold=True, color=ink.QUIET)
    sheet.text(LEFT + 26, sheet.y - 8, head.ettn, 7.6)
    sheet.y -= 18


def contact_lines(party: Party) -> list[str]:
    reach = [word for word in (party.phone, party.email) if word]
    scheme = "VKN" if party.scheme == "VKN" else "TCKN"
    tax = (
        f"{party.tax_office} V.D. · {scheme} {party.tax_id}"
        if party.tax_office
        else f"{scheme} {party.tax_id}"
    )
    registers = [
        f"{name} {number}"
        for name, number in (("MERSİS", party.mersis), ("Ticaret Sicil", party.trade_registry))
        if number
    ]
    lines = [address_line(party.address), " · ".join(reach), party.website, tax, " · ".join(registers)]
    return [line for line in lines if line]


def address_line(where: Address) -> str:
    street = " No: ".join(word for word in (where.street, where.building) if word)
    place = " ".join(word for word in (where.postcode, f"{where.district} / {where.city}") if word)
    abroad = where.country if where.country_code != "TR" else ""
    return ", ".join(word for word in (street, place, abroad) if word)


def _seller(sheet: Sheet, seller: Party, look: Look) -> float:
    y = TOP
    if look.logo:
        image = ImageReader(BytesIO(look.logo))
        most_width, most_height = _LOGO
        wide, high = image.getSize()
        scale = min(most_width / wide, most_height / high)
        sheet.canvas.drawImage(image, LEFT, y - high * scale, wide * scale, high * scale, mask="auto")
        y -= high * scale + 6
    y = sheet.block(LEFT, y, _SELLER_WIDTH, seller.title, 11.5, bold=True) - 2
    for line in contact_lines(seller):
        y = sheet.block(LEFT, y, _SELLER_WIDTH, line, 7.6, color=ink.QUIET)
    return y


def _buyer(sheet: Sheet, buyer: Party, y: float) -> float:
    width = FULL - _FACTS_WIDTH - 24
    sheet.text(LEFT, y - 14, "SAYIN", 7, bold=True, color=ink.ACCENT)
    y = sheet.block(LEFT, y - 16, width, buyer.title, 10.5, bold=True) - 2
    for line in contact_lines(buyer):
        y = sheet.block(LEFT, y, width, line, 8, color=ink.QUIET)
    return y

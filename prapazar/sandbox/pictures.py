"""Draws the picture of an article as a plain package tile, so that no photograph has to be borrowed."""

import hashlib
from html import escape

from prapazar.sandbox.exchange import Reply, json_reply

_SIDE = 600
_LINE_LETTERS = 20
_MOST_LINES = 3


def tile(barcode: str, brand: str, name: str) -> str:
    """The brand gives the hue, the barcode the shape of the band; the same article looks the same forever."""
    hue = _number(brand) % 360
    band = 250 + _number(barcode) % 5 * 20
    kind = name.removeprefix(f"{brand} ")
    lines = "".join(
        f'<text x="300" y="{band + 105 + place * 38}" font-size="30" fill="hsl({hue} 45% 20%)">{escape(line)}</text>'
        for place, line in enumerate(_wrapped(kind))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" role="img" '
        f'font-family="system-ui, sans-serif" text-anchor="middle"><title>{escape(name)}</title>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="hsl({hue} 30% 95%)"/>'
        f'<rect x="110" y="50" width="380" height="500" rx="18" fill="hsl({hue} 45% 84%)"/>'
        f'<rect x="110" y="90" width="380" height="{band - 30}" fill="hsl({hue} 50% 42%)"/>'
        f'<text x="300" y="145" font-size="34" fill="#fff">{escape(brand)}</text>'
        f'<text x="300" y="{band + 15}" font-size="120" font-weight="700" fill="#fff">{escape(_initials(kind))}</text>'
        f"{lines}</svg>"
    )


def answer(file_name: str, known: dict[str, tuple[str, str]]) -> Reply:
    """`<barcode>.svg` for a known article; `known` maps the barcode to brand and name."""
    barcode = file_name.removesuffix(".svg")
    if not file_name.endswith(".svg") or barcode not in known:
        return json_reply({"error": "no such picture"}, 404)
    brand, name = known[barcode]
    headers = {"cache-control": "public, max-age=86400"}
    return Reply(200, tile(barcode, brand, name).encode(), "image/svg+xml", headers)


def _initials(kind: str) -> str:
    words = [word for word in kind.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).translate(_TURKISH).upper()


_TURKISH = str.maketrans("iı", "İI")


def _wrapped(kind: str) -> list[str]:
    lines = [""]
    for word in kind.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE_LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1 :] = [lines[_MOST_LINES - 1] + " …"]
    return lines


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])

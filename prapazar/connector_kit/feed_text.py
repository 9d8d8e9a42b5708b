"""Texts on their way into a feed: markup goes, letters stay, words are not cut in the middle."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import quote

_ILLEGIBLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = {"p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
_SILENT = {"script", "style"}
_GTIN_LENGTHS = {8, 12, 13, 14}
_CUT_FROM = 0.6
"""A cut goes back to the last space, unless that would cost more than the rest of this share."""


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def without_markup(html: str) -> str:
    """The words of a description, paragraph by paragraph."""
    if "<" not in html and "&" not in html:
        text = html
    else:
        stripper = _Stripper()
        stripper.feed(html)
        stripper.close()
        text = "".join(stripper.parts)
    lines = (" ".join(line.split()) for line in legible(text).splitlines())
    return "\n".join(line for line in lines if line)


def legible(text: str) -> str:
    """Without the letters XML 1.0 cannot hold."""
    if text.isprintable():
        return text
    return _ILLEGIBLE.sub("", text)


def cut(text: str, most: int | None) -> str:
    if most is None or len(text) <= most:
        return text
    kept = text[:most]
    space = kept.rfind(" ")
    return (kept[:space] if space > most * _CUT_FROM else kept).rstrip()


def calm(title: str) -> str:
    """A title in capitals alone, as a sentence of names: `ÇELİK IZGARA` is `Çelik Izgara`."""
    letters = [one for one in title if one.isalpha()]
    if len(letters) < 4 or not all(one.isupper() for one in letters):  # noqa: PLR2004 - a short code may shout
        return title
    return " ".join(_capitalized(word) for word in title.split())


def _capitalized(word: str) -> str:
    if not word:
        return word
    return word[0] + word[1:].replace("I", "ı").replace("İ", "i").lower()


def filled(template: str, codes: Mapping[str, str]) -> str:
    """A product's address out of a pattern such as `https://shop.example/p/{sku}`; empty where a code is missing."""
    for name, code in codes.items():
        place = f"{{{name}}}"
        if place in template and not code:
            return ""
        template = template.replace(place, quote(code, safe=""))
    return template


def is_gtin(code: str) -> bool:
    """Eight, twelve, thirteen or fourteen digits, the last of which checks the others."""
    if len(code) not in _GTIN_LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    weighed = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(code[:-1]))
    )
    return (10 - weighed % 10) % 10 == int(code[-1])

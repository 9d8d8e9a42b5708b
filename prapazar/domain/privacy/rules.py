"""What a person is recognised by in free text, on plain values: names, addresses, telephones however written."""

import base64
import binascii
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from prapazar.foundation.search import fold, words

MASK = "•••"
_CHANNEL_MASK = "*"
_SHORTEST = 5
_FULL_NAME = 2
_GAP = r"(?:\s|\\n|\\r|[+_,.:;/()-]|%[0-9A-F]{2})+"
_WITHIN_NUMBER = r"[ ()/.+-]*"
_LETTERS = {"i": "iıİI", "c": "cCçÇ", "g": "gGğĞ", "o": "oOöÖ", "s": "sSşŞ", "u": "uUüÜâ", "a": "aAâÂ"}
_DOT = "\u0307"
_NATIONAL = 10
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{40,}")


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that names one person."""

    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    """Digits alone."""
    numbers: frozenset[str] = frozenset()
    """Of taxpayers, and channels' own of their buyers."""
    lines: frozenset[str] = frozenset()
    """Of addresses."""

    def packed(self) -> str:
        return json.dumps({name: sorted(getattr(self, name)) for name in self.__slots__}, ensure_ascii=False)

    @staticmethod
    def unpacked(said: str) -> "Terms":
        return Terms(**{name: frozenset(values) for name, values in json.loads(said).items()})

    def addresses(self) -> list[str]:
        """As messages and consents are kept under."""
        return sorted({*self.emails, *(f"+{phone}" for phone in self.phones)})

    def words(self, *, with_doors: bool = False) -> list[str]:
        """Folded, as search columns hold them. `with_doors`: of free text, which may have the address in it too."""
        said = [*self.names, *self.emails, *self.phones]
        if with_doors:
            said += [word for line in self.lines for word in line.split() if len(word) >= _SHORTEST]
            said += self.numbers
        national = [phone[-_NATIONAL:] for phone in self.phones]
        found = {word for one in said for word in words(one)}
        return sorted({*found, *national, *(f"0{one}" for one in national)})


@dataclass(slots=True)
class Gathering:
    """Terms while they are put together, each thing as some table had it."""

    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    def name(self, said: str | None) -> None:
        written = (said or "").strip()
        if len(words(written)) >= _FULL_NAME and _CHANNEL_MASK not in written:
            self.names.add(" ".join(words(written)))

    def company(self, said: str | None) -> None:
        written = (said or "").strip()
        if len(written) >= _SHORTEST and _CHANNEL_MASK not in written:
            self.names.add(" ".join(words(written)))

    def email(self, said: str | None) -> None:
        written = (said or "").strip().lower()
        if "@" in written and _CHANNEL_MASK not in written:
            self.emails |= {written, fold(written)}

    def phone(self, said: str | None) -> None:
        digits = re.sub(r"\D", "", said or "").removeprefix("00")
        if len(digits) == _NATIONAL + 1 and digits.startswith("0"):
            digits = digits[1:]
        if len(digits) == _NATIONAL:
            digits = f"90{digits}"
        if len(digits) > _NATIONAL and len(set(digits[-7:])) > 1:
            self.phones.add(digits)

    def number(self, said: str | None) -> None:
        written = (said or "").strip()
        if len(written) > _SHORTEST and len(set(written)) > 1:
            self.numbers.add(written)

    def line(self, said: str | None) -> None:
        written = (said or "").strip()
        if len(words(written)) >= _FULL_NAME and len(written) > 2 * _SHORTEST:
            self.lines.add(" ".join(words(written)))

    def address(self, said: Mapping[str, Any]) -> None:
        self.name(said.get("name"))
        self.company(said.get("company"))
        self.line(said.get("line"))
        self.phone(said.get("phone"))
        self.email(said.get("email"))
        self.number(said.get("tax_number"))

    def terms(self) -> Terms:
        return Terms(
            *(frozenset(found) for found in (self.names, self.emails, self.phones, self.numbers, self.lines))
        )


def pattern(terms: Terms) -> str:
    """The same for PostgreSQL and for Python; "" where nothing is known that could be looked for."""
    parts = [*(_spelled(one) for one in (*terms.names, *terms.lines))]
    parts += [_mail(one) for one in terms.emails]
    parts += [_number(one[-_NATIONAL:]) for one in terms.phones]
    parts += [rf"(?<![0-9A-Za-z]){_escaped(one)}(?![0-9A-Za-z])" for one in terms.numbers]
    return "|".join(sorted(set(parts)))


def _spelled(folded: str) -> str:
    """Words in small and capital letters, with and without Turkish ones, and with whatever lies between them."""
    return r"(?<![0-9A-Za-z])" + _GAP.join(_word(word) for word in folded.split()) + r"(?![0-9A-Za-z])"


def _word(word: str) -> str:
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if not letter.isalpha():
        return letter
    same = _LETTERS.get(letter, letter + letter.upper())
    return f"[{same}]{_DOT}?" if letter == "i" else f"[{same}]"


def _mail(address: str) -> str:
    name, _, domain = address.partition("@")
    at = "(?:@|%40)"
    return f"{_anyhow(name)}{at}{_anyhow(domain)}"


def _anyhow(said: str) -> str:
    return "".join(_letter(one) if one.isascii() and one.isalpha() else _escaped(one) for one in said)


def _number(national: str) -> str:
    return r"(?<![0-9])(?:(?:\+|00)?90[ -]?|0)?\(?" + _WITHIN_NUMBER.join(national) + r"(?![0-9])"


def _escaped(said: str) -> str:
    return "".join(one if one.isalnum() else f"[{one}]" if one not in "^]\\[" else f"\\{one}" for one in said)


def masked(value: Any, looked_for: "re.Pattern[str]") -> Any:  # noqa: ANN401 - it mirrors the shape it is given
    """The same shape with what names the person gone."""
    if isinstance(value, str):
        return looked_for.sub(MASK, value)
    if isinstance(value, Mapping):
        return {looked_for.sub(MASK, str(key)): masked(item, looked_for) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, looked_for) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool) and looked_for.search(str(value)):
        return None
    return value


def names_person(data: bytes, looked_for: "re.Pattern[str]") -> bool:
    """Bytes as they came from anywhere, however they are written."""
    return any(looked_for.search(said) for said in _readings(data))


def _readings(data: bytes) -> Iterator[str]:
    plain = data.decode("utf-8", errors="replace")
    yield plain
    if "\\u" in plain:
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain)
    if "%" in plain:
        yield unquote_plus(plain, errors="replace")
    if "&" in plain:
        yield html.unescape(plain)
    if "\x00" in plain:
        yield data.decode("utf-16-le", errors="replace")
    for found in _BASE64.findall(plain):
        yield _decoded(found)
    yield data.decode("iso8859-9", errors="replace")


def _decoded(said: str) -> str:
    try:
        return base64.b64decode("".join(said.split()), validate=True).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError):
        return ""

"""Search text: Turkish letters folded to one key, and the tsquery made from what a person typed."""

import re
import unicodedata

_WORD = re.compile(r"[0-9a-z]+")


_ASCII = str.maketrans("çÇğĞıİöÖşŞüÜâÂîÎûÛ", "cCgGiIoOsSuUaAiIuU")


def fold(text: str) -> str:
    """The key two spellings share: `IŞIK İstanbul` and `ışık istanbul` are both `isik istanbul`."""
    quick = text if text.isascii() else text.translate(_ASCII)
    if quick.isascii():
        return quick.lower()
    # Signs come apart first: ℠ is two capitals, and they are to be lowered too.
    return _plain(_plain(text).replace("I", "i").replace("ı", "i").lower())


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def prefix_query(text: str) -> str | None:
    """`süt yağ` -> `sut:* & yag:*` for to_tsquery('simple', ...); None when there is nothing to look for."""
    return " & ".join(f"{word}:*" for word in words(text)[:8]) or None


def escape_like(text: str) -> str:
    """For a pattern of LIKE: what would stand for any letter there stands for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_UP = str.maketrans("iı", "İI")
_LOW = str.maketrans("İI", "iı")


def tr_upper(text: str) -> str:
    return text.translate(_UP).upper()


def tr_lower(text: str) -> str:
    return text.translate(_LOW).lower()

"""What a provider says of a document, in everyday words; what nobody has written down stands as it was said."""

from collections.abc import Sequence

from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

_CANCELLED_ON = "iptal "
_QNB_PARTS = ("told", "sending", "reply")


def of_document(connector: str, told: str, locale: Locale) -> str:
    """All of it or nothing: half of a word in words would say something else."""
    if connector == "qnb" and told.startswith(_CANCELLED_ON):
        return say(locale, "provider_words.qnb_cancelled", at=told.removeprefix(_CANCELLED_ON))
    keys = [f"provider_words.{key}" for key in _keys(connector, told)]
    if not keys or not all(map(knows, keys)):
        return told
    return " · ".join(say(locale, key) for key in keys)


def of_gib(code: str, locale: Locale) -> str:
    """The number stays: it is what support asks for."""
    key = f"provider_words.gib_{code}"
    return f"{code} · {say(locale, key)}" if knows(key) else code


def _keys(connector: str, told: str) -> Sequence[str]:
    if connector == "qnb" and "/" in told:
        return [f"qnb_{part}_{one}" for part, one in zip(_QNB_PARTS, told.split("/"), strict=False) if one]
    if connector == "foriba":
        return [f"gib_{told}"]
    return [f"gib_{one}" if one.isdecimal() else f"{connector}_{one}" for one in told.split()]

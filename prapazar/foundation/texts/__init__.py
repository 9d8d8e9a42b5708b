"""Every sentence people read, in Turkish and English, by screen.

A module here is a screen or a subject; its `TEXTS` maps a name to (Turkish, English). The key of a sentence
is `<module>.<name>`. Values stand in braces: `"{count} sipariş"`. English needs one and many:
`"{count} {count:order|orders}"`; Turkish leaves the noun as it is.
"""

import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module

from prapazar.foundation.scope import Locale

Pair = tuple[str, str]
PLURAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")
"""`{count:order|orders}`: the value's name, the word for one, the word for any other number."""


class TextMissing(KeyError):
    """No sentence has this key."""


@lru_cache(maxsize=1)
def catalog() -> dict[str, Pair]:
    return dict(_entries())


def pair(key: str) -> Pair:
    """(Turkish, English); an unknown key is a mistake in our code and stops the build."""
    try:
        return catalog()[key]
    except KeyError:
        raise TextMissing(key) from None


def names(subject: str) -> list[str]:
    """The names a subject has sentences for, in the order written."""
    start = subject + "."
    return [key.removeprefix(start) for key in catalog() if key.startswith(start)]


def say(locale: Locale | str, key: str, **values: object) -> str:
    """The sentence for handlers, mails and the API."""
    template = pair(key)[1 if locale == "en" else 0]
    return _counted(template, values).format(**values) if values else template


def _counted(template: str, values: Mapping[str, object]) -> str:
    """One or many, by the value as it is written."""
    return PLURAL.sub(lambda found: found[2] if str(values[found[1]]) == "1" else found[3], template)


def knows(key: str) -> bool:
    return key in catalog()


def _entries() -> Iterator[tuple[str, Pair]]:
    for module in pkgutil.iter_modules(__path__):
        texts: dict[str, Pair] = import_module(f"{__name__}.{module.name}").TEXTS
        for name, both in texts.items():
            yield f"{module.name}.{name}", both

"""What a request to a provider is called on the screens."""

from collections import Counter
from collections.abc import Sequence

from prapazar.foundation.scope import Locale
from prapazar.foundation.search import fold
from prapazar.foundation.texts import knows, say


def call_label(locale: Locale, operation: str) -> str:
    """A name nobody has put into words stays as it is: it is the provider's own."""
    key = f"calls.{operation}"
    return say(locale, key) if knows(key) else operation


def call_choices(locale: Locale, operations: Sequence[str]) -> list[dict[str, str]]:
    """In the order of their words; the provider's name parts those that read alike."""
    labels = {name: call_label(locale, name) for name in operations}
    alike = Counter(labels.values())
    choices = [
        {"value": name, "label": label if alike[label] == 1 else f"{label} ({name})"}
        for name, label in labels.items()
    ]
    return sorted(choices, key=lambda choice: fold(choice["label"]))

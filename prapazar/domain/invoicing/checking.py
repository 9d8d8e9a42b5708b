"""Every check a document passes before it is sent: ours, and GİB's where the official package is laid out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from prapazar.domain.invoicing.documents import official, package, rules
from prapazar.domain.invoicing.documents.faults import Fault
from prapazar.domain.invoicing.documents.rules import Surroundings
from prapazar.foundation.settings import settings


def folder() -> Path:
    return settings().data_dir / package.FOLDER


def is_official() -> bool:
    """Without the package the provider's own checks are what remains beside ours."""
    return not package.missing(folder())


def faults(xml: bytes, moment: datetime, *, is_test: bool = False) -> list[Fault]:
    return faults_of([xml], moment, is_test=is_test)[0]


def faults_of(documents: Sequence[bytes], moment: datetime, *, is_test: bool = False) -> list[list[Fault]]:
    """Of each; GİB's checker is handed those together that pass ours."""
    found = [rules.faults(xml, Surroundings(now=moment, is_test=is_test)) for xml in documents]
    if is_official():
        good = [place for place, faults in enumerate(found) if not faults]
        checked = official.checker(folder()).faults_of([documents[place] for place in good])
        for place, faults in zip(good, checked, strict=True):
            found[place] = faults
    return found

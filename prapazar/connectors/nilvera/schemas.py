"""Nilvera's shapes with Nilvera's names."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

Raw = Mapping[str, Any]
Part = Literal["einvoice", "earchive"]
"""The two halves of the interface: e-Fatura, and e-Arşiv."""


class Series(TypedDict):
    Name: str
    IsActive: bool
    IsDefault: bool

"""Codes of e-documents with the words for them, read once from `codes.toml`."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

VAT = "0015"


@dataclass(frozen=True, slots=True)
class Withholding:
    """A share of the VAT that the buyer pays to the tax office."""

    code: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Codes:
    release: str
    tax_types: dict[str, str]
    units: dict[str, tuple[str, str]]
    exemptions: dict[str, str]
    exemption_groups: dict[str, str]
    """Group of each exemption: full, partial, export_registered or other."""
    withholdings: dict[str, str]
    withholding_percents: dict[str, tuple[Decimal, ...]]
    payment_means: dict[str, tuple[str, str]]

    def has_pair(self, withholding: Withholding) -> bool:
        return withholding.percent in self.withholding_percents.get(withholding.code, ())


@cache
def known() -> Codes:
    read = tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))
    groups = read["exemptions"]
    return Codes(
        release=read["release"],
        tax_types=read["tax_types"],
        units={code: (tr, en) for code, (tr, en) in read["units"].items()},
        exemptions={code: name for group in groups.values() for code, name in group.items()},
        exemption_groups={code: group for group, named in groups.items() for code in named},
        withholdings={code: about["name"] for code, about in read["withholdings"].items()},
        withholding_percents={
            code: tuple(map(Decimal, about["percents"])) for code, about in read["withholdings"].items()
        },
        payment_means={code: (tr, en) for code, (tr, en) in read["payment_means"].items()},
    )

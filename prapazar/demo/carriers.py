"""How the demo's parcels travel: its warehouse, four carriers, what they cost, and who takes which."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from prapazar.demo.stores import Accounts, values_of
from prapazar.domain.shipping.actions import settings
from prapazar.domain.shipping.actions.settings import RuleForm, TariffRow
from prapazar.domain.shipping.rules import Step
from prapazar.flows import channels
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

WAREHOUSE = {
    "name": "Anadolu Lezzet Depo",
    "company": "Anadolu Lezzet Gıda Ltd. Şti.",
    "line": "İMES Sanayi Sitesi B Blok 204. Sokak No: 8",
    "district": "Ümraniye",
    "city": "İstanbul",
    "postal_code": "34776",
    "phone": "02165550107",
    "tax_number": "3000000011",
    "tax_office": "Kadıköy",
}
_CARRIERS: Mapping[str, tuple[str, int, tuple[int, ...]]] = MappingProxyType(
    {
        "yurtici": ("Yurtiçi Kargo", 2, (89, 104, 128, 172, 246, 310)),
        "aras": ("Aras Kargo", 3, (79, 96, 121, 178, 259, 331)),
        "mng": ("DHL eCommerce", 3, (92, 103, 119, 151, 208, 268)),
        "hepsijet": ("HepsiJet", 2, (84, 99, 124, 181, 262, 339)),
    }
)
"""Name, working days to the buyer, and what a parcel of up to each of the desis costs."""
_DESI = (1, 3, 5, 10, 20, 30)
_FURTHER = Decimal("9.50")
_AROUND = ("İstanbul", "Kocaeli", "Tekirdağ", "Sakarya", "Yalova", "Bursa")
_HEAVY = Decimal(3)


def connect(scope: Scope, accounts: Accounts, shops: Mapping[str, UUID]) -> int:
    """Returns how many."""
    with db.transaction(scope) as session:
        settings.save_sender(session, scope, WAREHOUSE)
        made: dict[str, UUID] = {}
        for slug, (name, days, amounts) in _CARRIERS.items():
            given = accounts[slug] | {"customer_number": accounts[slug]["account"], "company_name": name}
            made[slug] = channels.connect(
                session,
                scope,
                connector=slug,
                name=name,
                environment="sandbox",
                values=values_of(slug, given),
            )
            settings.save_terms(session, scope, made[slug], delivery_days=days, tracking_url="")
            settings.save_tariff(
                session, scope, made[slug], now().astimezone(ISTANBUL).date(), _rows(amounts)
            )
        for form in _rules(made, shops):
            settings.save_rule(session, scope, form)
    return len(made)


def _rows(amounts: tuple[int, ...]) -> list[TariffRow]:
    return [
        TariffRow("", Step(Decimal(desi), Decimal(amount), _FURTHER))
        for desi, amount in zip(_DESI, amounts, strict=True)
    ]


def _rules(carriers: Mapping[str, UUID], shops: Mapping[str, UUID]) -> list[RuleForm]:
    """The first that fits decides."""
    return [
        RuleForm("Hepsiburada HepsiJet ile", carriers["hepsijet"], channels=[shops["hepsiburada"]]),
        # Shopify's addresses name no district of their own, without which others take no parcel.
        RuleForm("Toptan mağaza Yurtiçi ile", carriers["yurtici"], channels=[shops["shopify"]]),
        RuleForm("3 desiden ağır DHL ile", carriers["mng"], least_desi=_HEAVY),
        RuleForm("Marmara Yurtiçi ile", carriers["yurtici"], provinces=_AROUND),
        RuleForm("Diğer iller Aras ile", carriers["aras"]),
    ]

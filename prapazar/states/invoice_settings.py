"""The seller's data for documents: company, series, providers, behavior."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID

import reflex as rx

from prapazar.domain.invoicing import actions, checking, sales
from prapazar.domain.invoicing import seller as sellers
from prapazar.domain.invoicing.actions import ProfileInvalid, ProfileValues
from prapazar.domain.invoicing.documents.records import Profile
from prapazar.domain.rates import queries as rates
from prapazar.domain.rates.queries import KeptRate, Source
from prapazar.flows import exchange_rates, invoice_desk
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import refusal
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PLACES = ("provider_1", "provider_2", "provider_3")
NAMES = (
    *sellers.FIELDS,
    *(f"series_{kind}" for kind in sellers.SERIES),
    *(f"first_{kind}" for kind in sellers.SERIES),
    *PLACES,
    "automatic",
    "profile",
    "rate_day",
    "due_days",
    "default_vat",
    "carriers",
    "is_test",
)
_SHOWN = ("USD", "EUR", "GBP", "AZN", "AED", "JPY")
_FIRST = {
    "series_einvoice": "EFA",
    "series_earchive": "EAR",
    "series_despatch": "EIR",
    "series_return": "IAD",
    "automatic": "off",
    "profile": "TEMELFATURA",
    "rate_day": "before",
    "due_days": "0",
    "default_vat": "20",
}


class InvoiceSettingsState(rx.State):
    values: dict[str, str] = dict.fromkeys(NAMES, "")
    faults: dict[str, str] = dict.fromkeys(NAMES, "")
    providers: list[dict[str, str]] = []
    official: bool = False
    rates: list[dict[str, str]] = []
    rates_said: str = ""
    rates_fault: str = ""
    loading: bool = True
    version: int = 0

    @rx.event
    @allow("settings.read")
    async def load(self) -> None:
        self.faults = dict.fromkeys(NAMES, "")
        await self._show()

    @rx.event
    @allow("settings.write")
    async def save(self, values: dict[str, str]) -> None:
        """Everything of the form, as texts; a box that is ticked says "on"."""
        scope = await current_scope(self)
        said = {name: str(values.get(name, "")).strip()[:2000] for name in NAMES}
        wrong = await in_thread(_save, scope, said, {one["value"] for one in self.providers})
        self.faults = {name: say(scope.locale, wrong[name]) if name in wrong else "" for name in NAMES}
        if wrong:
            await toast(self, "warning", say(scope.locale, "invoices.settings_wrong"))
            return
        self.version += 1
        await self._show()
        await toast(self, "success", say(scope.locale, "invoices.settings_done"))

    @rx.event
    @allow("settings.write")
    async def fetch_rates(self) -> None:
        scope = await current_scope(self)
        code = await in_thread(exchange_rates.fetch_now, scope)
        await self._show()
        key = "invoices.rates_not_fetched" if code else "invoices.rates_fetched"
        await toast(self, "warning" if code else "success", say(scope.locale, key))

    async def _show(self) -> None:
        scope = await current_scope(self)
        self.values, self.providers = await in_thread(_read, scope)
        self.official = await in_thread(checking.is_official)
        kept, source = await in_thread(_rates, scope)
        self.rates = [
            {"currency": one.currency, "buying": formats.number(one.buying, scope.locale)}
            for one in kept
            if one.currency in _SHOWN
        ]
        self.rates_said = _said(kept, source, scope)
        self.rates_fault = refusal(source.code, source.detail, scope.locale) if source and source.code else ""
        self.loading = False


def _read(scope: Scope) -> tuple[dict[str, str], list[dict[str, str]]]:
    with db.transaction(scope) as session:
        row = sales.profile(session, scope)
        usable = invoice_desk.providers(session, scope)
    none = {"value": "", "label": say(scope.locale, "invoices.none")}
    choices = [none, *({"value": str(one.id), "label": one.name} for one in usable)]
    if row is None:
        return {**dict.fromkeys(NAMES, ""), **_FIRST, **_only_provider(choices)}, choices
    values = {name: str(row.seller.get(name, "")) for name in sellers.FIELDS}
    values |= {f"series_{kind}": row.series.get(kind, "") for kind in sellers.SERIES}
    values |= {f"first_{kind}": "" for kind in sellers.SERIES}
    values |= {
        place: row.providers[number] if len(row.providers) > number else ""
        for number, place in enumerate(PLACES)
    }
    carriers = row.seller.get("carriers", [])
    return {
        **values,
        "automatic": row.automatic,
        "profile": row.profile,
        "rate_day": row.rate_day,
        "due_days": str(row.due_days),
        "default_vat": f"{row.default_vat.normalize():f}",
        "carriers": "\n".join(f"{one['called']}; {one['name']}; {one['tax_id']}" for one in carriers),
        "is_test": "on" if row.is_test else "",
    }, choices


def _only_provider(choices: list[dict[str, str]]) -> dict[str, str]:
    return {PLACES[0]: choices[1]["value"]} if len(choices) > 1 else {}


def _save(scope: Scope, said: dict[str, str], known: set[str]) -> dict[str, str]:
    """Field to the code of what is wrong with it."""
    wrong: dict[str, str] = {}
    numbers: dict[str, Decimal] = {}
    for name in ("due_days", "default_vat", *(f"first_{kind}" for kind in sellers.SERIES)):
        try:
            numbers[name] = Decimal(said[name].replace(",", ".") or 0)
        except InvalidOperation:
            wrong[name] = "invoicing.needed"
    lines = [
        [part.strip() for part in line.split(";")] for line in said["carriers"].splitlines() if line.strip()
    ]
    if any(len(line) != 3 for line in lines):  # noqa: PLR2004 - called, name, tax number
        wrong["carriers"] = "invoicing.carriers_wrong"
    if wrong:
        return wrong
    chosen = [said[place] for place in PLACES if said[place] and said[place] in known]
    values = ProfileValues(
        seller={name: said[name] for name in sellers.FIELDS},
        series={kind: said[f"series_{kind}"].upper() for kind in sellers.SERIES},
        providers=[UUID(one) for one in dict.fromkeys(chosen)],
        automatic=said["automatic"],
        profile=Profile.COMMERCIAL if said["profile"] == Profile.COMMERCIAL else Profile.BASIC,
        rate_day=said["rate_day"] or "before",
        due_days=int(numbers["due_days"]),
        default_vat=numbers["default_vat"],
        is_test=said["is_test"] == "on",
        carriers=[(line[0], line[1], line[2]) for line in lines],
        first_numbers={
            kind: int(numbers[f"first_{kind}"]) for kind in sellers.SERIES if numbers[f"first_{kind}"] > 0
        },
    )
    try:
        with db.transaction(scope) as session:
            actions.set_profile(session, scope, values)
    except ProfileInvalid as invalid:
        return invalid.faults
    return {}


def _rates(scope: Scope) -> tuple[Sequence[KeptRate], Source | None]:
    with db.transaction(scope) as session:
        return rates.latest(session), rates.source(session)


def _said(kept: Sequence[KeptRate], source: Source | None, scope: Scope) -> str:
    if not kept:
        return say(scope.locale, "invoices.rates_none")
    day = f"{kept[0].day:%d.%m.%Y}" if scope.locale == "tr" else kept[0].day.isoformat()
    at = formats.short(source.answered_at, scope.locale) if source and source.answered_at else "–"
    return say(scope.locale, "invoices.rates_of", day=day, bulletin=kept[0].bulletin, at=at)

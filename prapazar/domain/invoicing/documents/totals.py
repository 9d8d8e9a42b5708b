"""Amounts of a document, exact to the hundredth: what the lines say and what the document says are the same.

Prices of marketplaces include VAT. Their net is worked out for all lines of a rate together and then shared among
the lines by running totals: no line is off by a hundredth or more, none is negative, and they add up. The tax is what
is left of the gross, so the buyer owes exactly what was paid.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TypeVar

from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import (
    CreditNoteDocument,
    InvoiceDocument,
    InvoiceLine,
    InvoiceType,
)
from prapazar.foundation.money import rounded

_Key = TypeVar("_Key", bound=Hashable)

_ZERO = Decimal("0.00")
_HUNDRED = Decimal(100)
_PRICE_STEP = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class LineTotals:
    base: Decimal
    """Net before discount."""
    discount: Decimal
    net: Decimal
    vat: Decimal
    withheld: Decimal
    unit_price: Decimal
    """Net, with up to eight places, so that quantity times price is the base."""

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """VAT of one rate and one reason."""

    rate: Decimal
    exemption: str
    taxable: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WithheldGroup:
    withholding: Withholding
    vat: Decimal
    """The tax of which a share is withheld."""
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    lines: tuple[LineTotals, ...]
    taxes: tuple[TaxGroup, ...]
    withholdings: tuple[WithheldGroup, ...]
    base: Decimal
    discount: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    withheld: Decimal
    deferred: Decimal
    """VAT that is shown and not collected: the goods are bound for export."""
    payable: Decimal


def of(document: InvoiceDocument | CreditNoteDocument) -> Totals:
    lines = _lines(document.lines)
    taxes = _taxes(document.lines, lines)
    withholdings = _withholdings(document.lines, lines)
    net, vat = _sum(line.net for line in lines), _sum(tax.amount for tax in taxes)
    withheld = _sum(group.amount for group in withholdings)
    deferred = vat if document.type == InvoiceType.EXPORT_REGISTERED else _ZERO
    return Totals(
        lines=lines,
        taxes=taxes,
        withholdings=withholdings,
        base=_sum(line.base for line in lines),
        discount=_sum(line.discount for line in lines),
        net=net,
        vat=vat,
        gross=net + vat,
        withheld=withheld,
        deferred=deferred,
        payable=net + vat - withheld - deferred,
    )


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """A discount of the whole basket shared among its lines; the shares add up, and none is above its weight."""
    whole = sum(weights, _ZERO)
    if not _ZERO <= amount <= whole:
        raise ValueError("more than there is to share")
    return _shared(weights, partial(_part_of, amount=amount, whole=whole))


def in_lira(amount: Decimal, rate: Decimal) -> Decimal:
    return rounded(amount * rate)


def _lines(lines: Sequence[InvoiceLine]) -> tuple[LineTotals, ...]:
    nets: list[Decimal] = [_ZERO] * len(lines)
    vats: list[Decimal] = [_ZERO] * len(lines)
    for (rate, includes_vat), places in _grouped(
        lines, lambda line: (line.vat_rate, line.includes_vat)
    ).items():
        paid = [rounded(lines[place].after_discount) for place in places]
        if includes_vat:
            shares = _shared(paid, partial(_net_of, rate=rate))
            taxes = [gross - net for gross, net in zip(paid, shares, strict=True)]
        else:
            shares = paid
            taxes = _shared(paid, partial(_part_of, amount=rate, whole=_HUNDRED))
        for place, net, vat in zip(places, shares, taxes, strict=True):
            nets[place], vats[place] = net, vat
    withheld = _withheld(lines, vats)
    return tuple(
        _line(line, net, vat, kept) for line, net, vat, kept in zip(lines, nets, vats, withheld, strict=True)
    )


def _line(line: InvoiceLine, net: Decimal, vat: Decimal, withheld: Decimal) -> LineTotals:
    discount = rounded(_net_of(line.discount, rate=line.vat_rate) if line.includes_vat else line.discount)
    base = net + discount
    return LineTotals(
        base=base,
        discount=discount,
        net=net,
        vat=vat,
        withheld=withheld,
        unit_price=(base / line.quantity).quantize(_PRICE_STEP, ROUND_HALF_UP),
    )


def _withheld(lines: Sequence[InvoiceLine], vats: Sequence[Decimal]) -> list[Decimal]:
    amounts = [_ZERO] * len(lines)
    for kind, places in _grouped(lines, lambda line: line.withholding).items():
        if kind is None:
            continue
        shares = _shared(
            [vats[place] for place in places],
            partial(_part_of, amount=kind.percent, whole=_HUNDRED),
        )
        for place, share in zip(places, shares, strict=True):
            amounts[place] = share
    return amounts


def _taxes(lines: Sequence[InvoiceLine], totals: Sequence[LineTotals]) -> tuple[TaxGroup, ...]:
    groups = _grouped(lines, lambda line: (line.vat_rate, line.exemption))
    return tuple(
        TaxGroup(
            rate,
            exemption,
            _sum(totals[place].net for place in places),
            _sum(totals[place].vat for place in places),
        )
        for (rate, exemption), places in sorted(groups.items())
    )


def _withholdings(lines: Sequence[InvoiceLine], totals: Sequence[LineTotals]) -> tuple[WithheldGroup, ...]:
    return tuple(
        WithheldGroup(
            kind,
            _sum(totals[place].vat for place in places),
            _sum(totals[place].withheld for place in places),
        )
        for kind, places in _grouped(lines, lambda line: line.withholding).items()
        if kind is not None
    )


def _net_of(gross: Decimal, *, rate: Decimal) -> Decimal:
    return rounded(gross * _HUNDRED / (_HUNDRED + rate))


def _part_of(running: Decimal, *, amount: Decimal, whole: Decimal) -> Decimal:
    return rounded(running * amount / whole) if whole else _ZERO


def _shared(weights: Sequence[Decimal], of_running: Callable[[Decimal], Decimal]) -> list[Decimal]:
    """Each gets what the rounded running total grows by; a rounding error is never carried on, nor piled up."""
    shares, running, before = [], _ZERO, _ZERO
    for weight in weights:
        running += weight
        after = of_running(running)
        shares.append(after - before)
        before = after
    return shares


def _grouped(lines: Sequence[InvoiceLine], key: Callable[[InvoiceLine], _Key]) -> dict[_Key, list[int]]:
    groups: dict[_Key, list[int]] = {}
    for place, line in enumerate(lines):
        groups.setdefault(key(line), []).append(place)
    return groups


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _ZERO)

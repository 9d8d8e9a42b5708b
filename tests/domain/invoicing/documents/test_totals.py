"""Amounts: what the buyer paid is what the document says, whatever it is made of."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from prapazar.domain.invoicing.documents import totals
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import InvoiceLine, InvoiceType
from prapazar.domain.invoicing.documents.totals import LineTotals, TaxGroup, Totals, WithheldGroup
from tests.factories import documents

_CENT = Decimal("0.01")
_prices = any_of.decimals("0", "99999.99", places=2)
_rates = any_of.sampled_from([Decimal(rate) for rate in ("0", "1", "8", "10", "18", "20", "8.5")])
_withholdings = any_of.sampled_from([None, Withholding("602", Decimal(90)), Withholding("624", Decimal(20))])


@any_of.composite
def _lines(
    draw: any_of.DrawFn, *, includes_vat: bool | None = None, is_withheld: bool = False
) -> InvoiceLine:
    price, quantity = draw(_prices), draw(any_of.decimals("0.001", "99", places=3))
    whole = documents.line(str(price), str(quantity)).before_discount
    return InvoiceLine(
        name="Havlu",
        quantity=quantity,
        unit_price=price,
        vat_rate=draw(_rates),
        includes_vat=draw(any_of.booleans()) if includes_vat is None else includes_vat,
        discount=draw(any_of.decimals("0", whole, places=2)),
        withholding=draw(_withholdings) if is_withheld else None,
    )


def _of(*lines: InvoiceLine, kind: InvoiceType = InvoiceType.SALE) -> Totals:
    return totals.of(documents.invoice(kind=kind, lines=lines))


@given(any_of.lists(_lines(includes_vat=True), min_size=1, max_size=12))
@settings(max_examples=150)
def test_payable_is_what_was_paid(lines: list[InvoiceLine]) -> None:
    found = _of(*lines)

    assert found.payable == found.gross == sum(line.after_discount for line in lines)
    for line, amounts in zip(lines, found.lines, strict=True):
        assert amounts.gross == line.after_discount
        assert abs(amounts.net - line.after_discount * 100 / (100 + line.vat_rate)) < _CENT


@given(any_of.lists(_lines(is_withheld=True), min_size=1, max_size=12))
@settings(max_examples=150)
def test_lines_add_up_to_the_document_and_nothing_is_negative(lines: list[InvoiceLine]) -> None:
    found = _of(*lines, kind=InvoiceType.WITHHOLDING)

    assert (found.base, found.discount, found.net, found.vat, found.withheld) == tuple(
        sum(getattr(line, name) for line in found.lines)
        for name in ("base", "discount", "net", "vat", "withheld")
    )
    assert found.base - found.discount == found.net == sum(tax.taxable for tax in found.taxes)
    assert found.net + found.vat == found.gross == found.payable + found.withheld
    assert found.withheld == sum(group.amount for group in found.withholdings) <= found.vat
    amounts = [
        amount
        for line in found.lines
        for amount in (line.base, line.discount, line.net, line.vat, line.withheld, line.unit_price)
    ]
    assert min([*amounts, found.payable]) >= 0
    assert all(amount == amount.quantize(_CENT) for line in found.lines for amount in (line.net, line.vat))
    for tax in found.taxes:
        assert abs(tax.amount - tax.taxable * tax.rate / 100) < 2 * _CENT
    for line, of_line in zip(lines, found.lines, strict=True):
        assert abs(line.quantity * of_line.unit_price - of_line.base) <= _CENT / 2


def test_totals_of_discounts_and_two_rates() -> None:
    found = totals.of(documents.invoice())

    assert found == Totals(
        lines=(
            LineTotals(*map(Decimal, ("100.00", "0.00", "100.00", "20.00", "0.00", "100.00000000"))),
            LineTotals(*map(Decimal, ("125.18", "7.00", "118.18", "11.82", "0.00", "41.72666667"))),
        ),
        taxes=(
            TaxGroup(Decimal(10), "", Decimal("118.18"), Decimal("11.82")),
            TaxGroup(Decimal(20), "", Decimal("100.00"), Decimal("20.00")),
        ),
        withholdings=(),
        **{
            name: Decimal(amount)
            for name, amount in {
                "base": "225.18",
                "discount": "7.00",
                "net": "218.18",
                "vat": "31.82",
                "gross": "250.00",
                "withheld": "0.00",
                "deferred": "0.00",
                "payable": "250.00",
            }.items()
        },
    )


def test_price_that_no_net_fits_keeps_its_gross() -> None:
    found = _of(documents.line("0.03"))

    assert (found.net, found.vat, found.payable) == (Decimal("0.03"), Decimal("0.00"), Decimal("0.03"))


def test_withheld_share_is_not_paid_to_the_seller() -> None:
    kind = Withholding("602", Decimal(90))

    found = _of(
        documents.line("1000", includes_vat=False, withholding=kind),
        documents.line("120"),
        kind=InvoiceType.WITHHOLDING,
    )

    assert found.withholdings == (WithheldGroup(kind, Decimal("200.00"), Decimal("180.00")),)
    assert (found.gross, found.payable) == (Decimal("1320.00"), Decimal("1140.00"))


def test_export_registered_shows_vat_that_nobody_pays() -> None:
    found = _of(
        documents.line("100", includes_vat=False, exemption="701"), kind=InvoiceType.EXPORT_REGISTERED
    )

    assert (found.vat, found.deferred, found.payable) == (
        Decimal("20.00"),
        Decimal("20.00"),
        Decimal("100.00"),
    )


@given(any_of.lists(any_of.decimals("0", "999.99", places=2), min_size=1, max_size=8), any_of.fractions(0, 1))
@settings(max_examples=60)
def test_basket_discount_is_shared_whole(weights: list[Decimal], share: object) -> None:
    amount = (sum(weights, Decimal(0)) * Decimal(str(float(share)))).quantize(_CENT)  # type: ignore[arg-type]  # a Fraction
    amount = min(amount, sum(weights, Decimal(0)))

    shares = totals.spread(amount, weights)

    assert sum(shares) == amount
    assert all(0 <= one <= weight for one, weight in zip(shares, weights, strict=True))


@pytest.mark.parametrize(
    "changed", [{"discount": Decimal("120.01")}, {"discount": Decimal(-1)}, {"quantity": Decimal(0)}]
)
def test_line_that_would_owe_the_buyer_cannot_be_made(changed: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"discount|quantity"):
        replace(documents.line(), **changed)  # type: ignore[arg-type]  # amounts only

"""Invoices shown to a channel's buyers: by their address or as a file, each once, the newest one in the end."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"
_LINK = "https://fatura.example.com/p/EAR2026000000001.pdf"
_PDF = b"%PDF-1.4\n%fatura\n"

pytestmark = pytest.mark.needs("share_invoices", "read_orders")


def _sold(stage: Stage, connector: Any) -> tuple[Any, str, SharedInvoice]:  # noqa: ANN401 - per provider
    stage.seed([Article(_KEY)])
    order = stage.order((_KEY, 2))
    package = stage.package_id(order)
    [record] = connector.fetch_package(package)
    if stage.invoices_once_packed:
        quantities = {line.external_id: line.quantity for line in record.lines}
        connector.report_status(package, PackageStatus.PACKED, quantities)
    invoice = SharedInvoice(
        number="EAR2026000000001",
        issued_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        order_number=record.order_number,
        line_external_ids=tuple(line.external_id for line in record.lines),
        link=_LINK,
        pdf=_PDF,
    )
    return order, package, invoice


@pytest.mark.proves("writes_not_repeated")
def test_invoice_is_shown_once_however_often_it_is_told(stage: Stage) -> None:
    connector = stage.unhurried()
    order, package, invoice = _sold(stage, connector)
    before = stage.invoices(order)

    connector.share_invoice(package, invoice)
    connector.share_invoice(package, dataclasses.replace(invoice, may_be_there=True))

    assert (before, stage.invoices(order)) == ([], [_LINK])


@pytest.mark.proves("writes_not_repeated")
def test_invoice_whose_answer_is_lost_is_told_again_without_a_second_one(stage: Stage) -> None:
    connector = stage.unhurried()
    order, package, invoice = _sold(stage, connector)
    stage.fault("lost_answer", path=stage.invoices_path, times=1)

    with pytest.raises(Unavailable) as raised:
        connector.share_invoice(package, invoice)
    connector.share_invoice(package, dataclasses.replace(invoice, may_be_there=True))

    assert (raised.value.maybe_done, stage.invoices(order)) == (True, [_LINK])


def test_invoice_without_an_address_goes_as_a_file_or_is_refused(stage: Stage) -> None:
    connector = stage.unhurried()
    order, package, invoice = _sold(stage, connector)
    without = dataclasses.replace(invoice, link=None)

    if not connector.takes_invoice_files:
        with pytest.raises(Rejected) as raised:
            connector.share_invoice(package, without)
        assert (raised.value.code, stage.invoices(order)) == ("connector.invoice_link_needed", [])
        return
    connector.share_invoice(package, without)

    assert stage.invoices(order) == ["file"]


def test_another_invoice_takes_its_place(stage: Stage) -> None:
    connector = stage.unhurried()
    order, package, invoice = _sold(stage, connector)
    connector.share_invoice(package, invoice)
    newer = "https://fatura.example.com/p/EAR2026000000002.pdf"

    connector.share_invoice(package, dataclasses.replace(invoice, number="EAR2026000000002", link=newer))

    assert stage.invoices(order) == ([_LINK, newer] if stage.keeps_old_invoices else [newer])


@pytest.mark.proves("errors_mapped")
def test_invoice_of_an_order_nobody_knows_is_refused(stage: Stage) -> None:
    connector = stage.unhurried()
    order, package, invoice = _sold(stage, connector)
    other = dataclasses.replace(invoice, order_number="999999999", line_external_ids=("999999999",))

    with pytest.raises(Rejected):
        connector.share_invoice(f"{package}0", other)

    assert stage.invoices(order) == []

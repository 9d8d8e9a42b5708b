"""The order desk: invoices drafted from orders, numbered, written, checked, kept and drawn."""

import os
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from bench import orders
from bench.ground import Ground
from prapazar.domain.channels.models import Connection
from prapazar.domain.invoicing import actions, checking, content
from prapazar.domain.invoicing.actions import ProfileValues
from prapazar.domain.invoicing.documents import package, paper
from prapazar.domain.invoicing.models import Invoice
from prapazar.flows.invoicing_runs import AT_ONCE
from prapazar.foundation import db
from prapazar.foundation.settings import settings

OFFICIAL = Path(os.environ.get("PRAPAZAR_UBL_TR") or Path(__file__).parents[2] / "shared/ubl-tr")
"""GİB's package, where it lies beside the checkout: then its checks are among what is measured."""
_SELLER = {
    "tax_id": "1234567808",
    "name": "Anadolu Lezzet Gıda Ltd. Şti.",
    "tax_office": "Kadıköy",
    "city": "İstanbul",
    "district": "Kadıköy",
    "street": "Moda Caddesi 12",
    "website": "https://anadolulezzet.example",
}
_SERIES = {"einvoice": "EFA", "earchive": "EAR", "despatch": "EIR", "return": "IAD"}


def measure(ground: Ground, count: int) -> dict[str, float]:
    """`invoices_s`: from order to stored XML, as a bulk run does it; `invoice_papers_s`: A4 drawn; whether GİB checked."""
    orders.measure(ground, count)
    _lay_out()
    with db.transaction(ground.scope) as session:
        provider = session.get_one(Connection, ground.connections[0]).id
        values = ProfileValues(seller=_SELLER, series=_SERIES, providers=[provider])
        actions.set_profile(session, ground.scope, values)
        found = list(
            session.execute(text("SELECT id FROM purchase_order LIMIT :most"), {"most": count}).scalars()
        )
    _invoice(ground, found[:1])  # the rules are compiled
    begun = time.perf_counter()
    made = [
        one
        for place in range(1, len(found), AT_ONCE)
        for one in _invoice(ground, found[place : place + AT_ONCE])
    ]
    taken = time.perf_counter() - begun
    return {
        "invoices_s": len(made) / taken,
        "invoice_papers_s": _papers(ground, made[:100]),
        "invoices_by_gib": float(checking.is_official()),
    }


def _invoice(ground: Ground, orders_of_batch: list[UUID]) -> list[UUID]:
    """As a run does it, without its rows: nobody is looked up, all buyers are consumers."""
    with db.transaction(ground.scope) as session:
        aliases = dict.fromkeys(actions.buyers(session, ground.scope, orders_of_batch))
    with db.transaction(ground.scope) as session:
        rows = [(order_id, order_id) for order_id in orders_of_batch]
        outcomes = actions.invoice_many(session, ground.scope, rows, aliases)
    return [one.invoice_id for one in outcomes if one.invoice_id is not None and one.code is None]


def _papers(ground: Ground, invoices: list[UUID]) -> float:
    with db.transaction(ground.scope) as session:
        documents = [content.read(session.get_one(Invoice, one).content) for one in invoices]
    begun = time.perf_counter()
    for document in documents:
        paper.draw(document)
    return len(documents) / (time.perf_counter() - begun)


def _lay_out() -> None:
    if OFFICIAL.is_dir():
        package.lay_out([OFFICIAL], settings().data_dir / package.FOLDER)

"""The demo's payments: two providers connected, one order waiting to be paid by link, one paid in part."""

from decimal import Decimal

import httpx
from sqlalchemy import text

from prapazar.demo import stores
from prapazar.demo.stores import Accounts
from prapazar.domain.channels.queries import account as account_of
from prapazar.domain.orders import actions as order_actions
from prapazar.domain.orders.actions import ManualLine, ManualOrder
from prapazar.domain.payments import actions as payments
from prapazar.domain.payments.actions import Wish
from prapazar.flows import channels, deliveries
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

_PROVIDERS = (("iyzico", "iyzico", "webhook_url"), ("paytr", "PayTR", "callback_url"))
"""Each with its name, and the field of its panel in which a merchant enters where it calls back."""
_BUYERS = (
    ("Deniz Yıldız", "deniz@example.com", Decimal("249.90")),
    ("Ege Kafe Ltd. Şti.", "siparis@egekafe.example", Decimal(1180)),
)


def take(scope: Scope, accounts: Accounts) -> int:
    """Returns how many payments were asked for or entered."""
    connected = {}
    for slug, name, field in _PROVIDERS:
        with db.transaction(scope) as session:
            connected[slug] = channels.connect(
                session,
                scope,
                connector=slug,
                name=name,
                environment="sandbox",
                values=stores.values_of(slug, accounts[slug]),
            )
            account = account_of(session, connected[slug])
        back = deliveries.callback_address("sandbox", slug, account.webhook_key)
        address = stores.lever(f"{slug}/accounts/{accounts[slug]['account']}")
        httpx.patch(address, json={field: back}, timeout=10).raise_for_status()
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT v.id FROM variant v JOIN stock s ON s.variant_id = v.id WHERE s.on_hand - s.reserved > 5"
                " ORDER BY v.sku LIMIT 2"
            )
        )
        variants = list(found.scalars())
        first, second = (
            order_actions.create_manual(
                session,
                scope,
                ManualOrder(
                    buyer,
                    [ManualLine(variant, 2, price) for variant in variants],
                    buyer_email=email,
                    buyer_phone="+905321112233",
                    city="İzmir",
                    district="Bornova",
                    address="Kazımdirik Mah. 296. Sok. No:8",
                ),
            )
            for buyer, email, price in _BUYERS
        )
        payments.ask(session, scope, Wish(connected["iyzico"], order_id=first))
        payments.enter(session, scope, order_id=second, amount=Decimal(2000), method="transfer")
        payments.ask(session, scope, Wish(connected["paytr"], order_id=second))
    return 3

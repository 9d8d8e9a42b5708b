"""The demo's customers at work: segments, a campaign on its way beside one that waits, deals with dealers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.demo import stores
from prapazar.demo.stores import Accounts
from prapazar.domain.campaigns import actions as campaigns
from prapazar.domain.campaigns.rules import Draft
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import ConsentState, Purpose, Way
from prapazar.domain.pipeline import actions as pipeline
from prapazar.domain.pipeline import queries as deals
from prapazar.domain.pipeline.rules import Draft as Deal
from prapazar.domain.pipeline.rules import Wish
from prapazar.domain.segments import actions as segments
from prapazar.domain.segments import rules
from prapazar.flows import campaigns as campaign_flow
from prapazar.flows import channels, customers
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

_SEGMENTS: tuple[tuple[str, str, list[dict[str, Any]]], ...] = (
    ("Tekrar alanlar", "all", [{"fact": "orders", "test": "at_least", "values": ["2"]}]),
    (
        "İstanbul ve Ankara, izinli",
        "all",
        [
            {"fact": "consent", "test": "is", "values": ["sms"]},
            {
                "join": "any",
                "parts": [
                    {"fact": "city", "test": "is", "values": ["İstanbul"]},
                    {"fact": "city", "test": "is", "values": ["Ankara"]},
                ],
            },
        ],
    ),
    ("SMS izni olan herkes", "all", [{"fact": "consent", "test": "is", "values": ["sms"]}]),
)
_TEXTS = (
    ("Kasım indirimi A", "Merhaba {first_name}, {coupon} koduyla sepetinizde %10 indirim. {merchant}"),
    ("Kasım indirimi B", "{first_name}, sevdiğiniz lezzetler bu hafta %10 daha uygun: {coupon}. {merchant}"),
)
_DEALS = (
    # title, stage, lira, days to its close, reason of its loss
    ("Kafe zinciri, aylık çay alımı", 3, "48500", 9, ""),
    ("Yılbaşı hediye paketleri", 2, "126000", 21, ""),
    ("Otel kahvaltı tedariki", 1, "72000", 30, ""),
    ("Şarküteri, ilk raf siparişi", 0, "15400", -2, ""),
    ("Market bayiliği, Bornova", 4, "38200", -5, ""),
    ("Ofis kahvesi aboneliği", 5, "21000", -12, "Fiyat yüksek bulundu"),
)


def fill(scope: Scope, accounts: Accounts, shops: dict[str, UUID]) -> str:
    """What was made, in words."""
    for partition in (*shops.values(), scope.merchant_id):
        customers.gather(partition)
    with db.transaction(scope) as session:
        channels.connect(
            session,
            scope,
            connector="netgsm",
            name="NetGSM",
            environment="sandbox",
            values={**stores.values_of("netgsm", accounts["netgsm"]), "unit_price": "0,15"},
        )
    with db.transaction(scope) as session:
        welcome = _consents(session, scope)
        made = [
            segments.save(session, scope, None, name, rules.read({"join": join, "parts": parts}))
            for name, join, parts in _SEGMENTS
        ]
        sent = _campaigns(session, scope, made)
        count = _deals(session, scope)
    campaign_flow.send(sent)
    return f"{welcome} consents, {len(made)} segments, 2 campaigns, {count} deals"


def _consents(session: Session, scope: Scope) -> int:
    """Four of five whose telephone is known said yes, as a list from İYS would say."""
    found = session.execute(
        text(
            "SELECT '+' || phone FROM customer WHERE phone IS NOT NULL AND merged_into_id IS NULL ORDER BY id"
        )
    )
    phones = [one for at, one in enumerate(found.scalars()) if at % 5]
    mobile = [one for one in phones if one.startswith("+905")]
    if mobile:
        messaging.record_consents(session, scope, Way.SMS, mobile, ConsentState.GRANTED, source="iys")
    return len(mobile)


def _campaigns(session: Session, scope: Scope, made: list[UUID]) -> UUID:
    """One that is approved, which comes back, and one that waits for somebody to approve it."""
    first, second = (
        messaging.save_template(
            session,
            scope,
            None,
            name=name,
            way=Way.SMS,
            purpose=Purpose.COMMERCIAL,
            texts={"tr": {"subject": "", "body": body}},
        )
        for name, body in _TEXTS
    )
    today = now().astimezone(ISTANBUL).date()
    going = Draft(
        name="Kasım indirimi",
        goal="Eski müşterileri geri getirmek",
        segment_id=made[2],
        template_id=first,
        template_b_id=second,
        starts_on=today,
        ends_on=today + timedelta(days=7),
        budget=Decimal(500),
        control_share=20,
        coupon="KASIM10",
        hour_from=0,
        hour_to=24,
    )
    campaign = campaigns.save(session, scope, None, going)
    campaigns.approve(session, scope, campaign)
    later = Draft(
        name="Yılbaşı sepeti",
        goal="Hediye paketlerini duyurmak",
        segment_id=made[0],
        template_id=first,
        starts_on=today + timedelta(days=10),
        ends_on=today + timedelta(days=20),
        coupon="YENIYIL",
    )
    campaigns.ask(session, scope, campaigns.save(session, scope, None, later))
    return campaign


def _deals(session: Session, scope: Scope) -> int:
    pipeline.start(session, scope)
    stages = deals.stages(session, scope)
    buyers = list(
        session.execute(
            text(
                "SELECT id FROM customer WHERE merged_into_id IS NULL ORDER BY (company <> '') DESC, spent DESC, id"
                " LIMIT :most"
            ),
            {"most": len(_DEALS)},
        ).scalars()
    )
    variants = list(session.execute(text("SELECT id FROM variant ORDER BY sku LIMIT 3")).scalars())
    today = now().astimezone(ISTANBUL).date()
    for buyer, (title, stage, value, days, reason) in zip(buyers, _DEALS, strict=False):
        draft = Deal(
            title=title,
            customer_id=buyer,
            value=Decimal(value),
            expected_on=today + timedelta(days=days),
            wishes=tuple(Wish(one, 24) for one in variants),
        )
        made = pipeline.save(session, scope, None, draft)
        for step in range(1, min(stage, 3) + 1):
            pipeline.move(session, scope, made, stages[step].id)
        if stage > 3:  # noqa: PLR2004 - the last open one
            pipeline.move(session, scope, made, stages[stage].id, reason=reason)
    return min(len(buyers), len(_DEALS))

"""Campaigns as screens show them."""

from datetime import date
from decimal import Decimal

from prapazar.domain.campaigns import rules
from prapazar.domain.campaigns.enums import EDITABLE, MOVABLE, STOPPABLE, Arm, CampaignStatus
from prapazar.domain.campaigns.errors import CampaignRefused
from prapazar.domain.campaigns.queries import CampaignRow, MemberRow
from prapazar.domain.campaigns.rules import Group
from prapazar.flows.campaigns import Estimate
from prapazar.foundation import formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.customer_rows import seen

TONES = {
    "draft": "neutral",
    "asked": "wait",
    "approved": "info",
    "sending": "info",
    "running": "good",
    "done": "neutral",
    "stopped": "bad",
}


def shown(row: CampaignRow, scope: Scope) -> dict[str, str]:
    locale, today = scope.locale, now().astimezone(ISTANBUL).date()
    status = rules.shown_status(row.status, row.ends_on, today)
    code = CampaignStatus(row.status)
    return {
        "id": str(row.id),
        "name": row.name,
        "goal": row.goal,
        "segment": row.segment,
        "segment_id": str(row.segment_id),
        "way": say(locale, f"messages.way_{row.way}"),
        "template": row.template,
        "template_b": row.template_b or "",
        "days": days(row.starts_on, row.ends_on, locale),
        "budget": "" if row.budget is None else formats.money(row.budget, locale=locale),
        "status": say(locale, f"campaigns.status_{status}"),
        "code": row.status,
        "tone": TONES[status],
        "problem": say(locale, row.problem) if row.problem else "",
        "members": formats.number(row.members, locale) if row.begun_at else "",
        "waiting": formats.number(row.waiting, locale) if row.waiting else "",
        "coupon": row.coupon,
        "control": formats.percent(Decimal(row.control_share) / 100, locale),
        "b_share": formats.percent(Decimal(row.b_share) / 100, locale) if row.template_b else "",
        "hours": f"{row.hour_from:02}.00 – {row.hour_to:02}.00",
        "joiners": say(locale, "words.yes" if row.takes_joiners else "words.no"),
        "by": row.by or "",
        "approver": row.approver or "",
        "approved": formats.short(row.approved_at, locale) if row.approved_at else "",
        "can_edit": "1" if code in EDITABLE else "",
        "can_ask": "1" if code is CampaignStatus.DRAFT else "",
        "can_approve": "1" if code in EDITABLE else "",
        "can_send_back": "1" if code is CampaignStatus.ASKED else "",
        "can_stop": "1" if code in STOPPABLE else "",
        "can_delete": "1" if row.begun_at is None and code is not CampaignStatus.APPROVED else "",
        "is_open": "1" if code in MOVABLE else "",
    }


def days(first: date, last: date, locale: Locale) -> str:
    """`22 – 29 Kas 2026` within a month."""
    until = formats.date_of(last, locale)
    if first == last:
        return until
    is_near = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if is_near else formats.date_of(first, locale)} – {until}"


def estimated(found: Estimate, row: CampaignRow, locale: Locale) -> list[dict[str, str]]:
    said = [
        ("reach_members", formats.number(found.reach.members, locale)),
        ("reach_address", formats.number(found.reach.with_address, locale)),
        ("reach_welcome", formats.number(found.reach.welcome, locale)),
        ("reach_messages", formats.number(found.messages, locale)),
        ("parts", formats.number(found.parts, locale)),
        (
            "price",
            formats.money(found.price, locale=locale) if found.price else say(locale, "campaigns.no_price"),
        ),
        ("cost", formats.money(found.cost, locale=locale) if found.price else "–"),
    ]
    shown_ones = said if row.way == "sms" else [one for one in said if one[0] != "parts"]
    return [{"label": say(locale, f"campaigns.{name}"), "value": value} for name, value in shown_ones]


def warning(found: Estimate, row: CampaignRow, locale: Locale) -> str:
    if not found.has_account:
        return say(locale, "campaigns.no_account")
    if not found.messages:
        return say(locale, "campaigns.nobody")
    if row.budget is not None and found.cost > row.budget:
        return say(locale, "campaigns.over_budget", cost=formats.money(found.cost, locale=locale))
    return ""


def results(found: dict[Arm, Group], row: CampaignRow, locale: Locale) -> list[dict[str, str]]:
    """One line for each text, both together, and the control group."""
    arms = [Arm.A, Arm.B] if row.template_b else [Arm.A]
    lines = [(f"arm_{arm}" if row.template_b else "arm_written", found.get(arm, Group())) for arm in arms]
    if row.template_b:
        lines.append(("arm_written", written(found)))
    if row.control_share:
        lines.append(("arm_control", found.get(Arm.CONTROL, Group())))
    return [_result(name, group, locale) for name, group in lines]


def written(found: dict[Arm, Group]) -> Group:
    return found.get(Arm.A, Group()).with_(found.get(Arm.B, Group()))


def _result(name: str, group: Group, locale: Locale) -> dict[str, str]:
    is_control = name == "arm_control"

    def number(value: int) -> str:
        return "–" if is_control else formats.number(value, locale)

    return {
        "id": name,
        "name": say(locale, f"campaigns.{name}"),
        "members": formats.number(group.members, locale),
        "sent": number(group.sent),
        "delivered": number(group.delivered),
        "read": number(group.read),
        "failed": number(group.failed + group.blocked),
        "opted_out": number(group.opted_out),
        "buyers": formats.number(group.buyers, locale),
        "share": formats.percent(group.share_of_buyers, locale, places=1),
        "orders": formats.number(group.orders, locale),
        "turnover": formats.money(group.turnover, locale=locale),
        "per_member": formats.money(group.per_member, locale=locale),
        "cost": "–" if is_control else formats.money(group.cost, locale=locale),
    }


def figures(found: dict[Arm, Group], locale: Locale) -> list[dict[str, str]]:
    """What it brought, beside the control group."""
    all_of_them = written(found)
    gain = rules.gain(all_of_them, found.get(Arm.CONTROL, Group()))
    unknown = say(locale, "campaigns.no_control")
    told = [
        ("sent", formats.number(all_of_them.sent, locale), ""),
        ("buyers", formats.number(all_of_them.buyers, locale), ""),
        ("turnover", formats.money(all_of_them.turnover, locale=locale), ""),
        (
            "gain",
            "–" if gain.turnover is None else formats.money(gain.turnover, locale=locale),
            unknown if gain.turnover is None else say(locale, "campaigns.gain_note"),
        ),
        ("cost", formats.money(all_of_them.cost, locale=locale), ""),
        (
            "back",
            "–" if gain.back is None else formats.percent(gain.back, locale, sign=True),
            "" if gain.back is None else say(locale, "campaigns.back_note"),
        ),
    ]
    return [
        {
            "label": say(locale, f"campaigns.{name}"),
            "value": value,
            "note": note,
            "change": "",
            "tone": "",
            "points": "",
            "href": "",
        }
        for name, value, note in told
    ]


def bars(found: dict[Arm, Group], row: CampaignRow, locale: Locale) -> list[dict[str, object]]:
    """Percent of each group that bought; nothing to draw before anybody has."""
    arms = [one for one in Arm if found.get(one, Group()).members]
    if not any(found[one].share_of_buyers for one in arms):
        return []
    return [
        {
            "label": say(
                locale,
                "campaigns.arm_written" if one is Arm.A and not row.template_b else f"campaigns.arm_{one}",
            ),
            "share": float(round(found[one].share_of_buyers * 100, 1)),
        }
        for one in arms
    ]


def member(row: MemberRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.customer_id),
        "name": seen(scope, row.name, "buyer.name") or say(locale, "customers.unnamed"),
        "arm": say(locale, f"campaigns.arm_{row.arm}"),
        "status": say(locale, f"messages.status_{row.status}") if row.status else "–",
        "why": say(locale, row.code) if knows(row.code) else row.code,
        "sent": formats.short(row.sent_at, locale) if row.sent_at else "",
        "orders": formats.number(row.orders, locale) if row.orders else "",
    }


def refusal(error: CampaignRefused, locale: Locale) -> str:
    return say(locale, error.code)

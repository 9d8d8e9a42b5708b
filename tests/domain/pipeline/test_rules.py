"""What deals may come to, and how many get how far."""

from decimal import Decimal

from prapazar.domain.pipeline import rules
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.rules import Stage, Standing, Step, Wish
from prapazar.foundation.ids import new_id

_STAGES = [
    Stage(new_id(), "İlgi", 0, 10, StageKind.OPEN),
    Stage(new_id(), "Teklif", 1, 50, StageKind.OPEN),
    Stage(new_id(), "Kazanıldı", 2, 100, StageKind.WON),
    Stage(new_id(), "Kaybedildi", 3, 0, StageKind.LOST),
]


def test_forecast_weighs_open_deals_by_chance() -> None:
    held = [
        (_STAGES[0], Standing(2, Decimal(1_000))),
        (_STAGES[1], Standing(1, Decimal("333.33"))),
        (_STAGES[2], Standing(4, Decimal(90_000))),
    ]

    assert rules.forecast(held) == Decimal("266.67")


def test_funnel_counts_lost_deals_up_to_where_they_came() -> None:
    steps = rules.funnel(_STAGES, reached={0: 3, 1: 2}, won=5)

    assert steps == [
        Step("İlgi", 10, Decimal(1)),
        Step("Teklif", 7, Decimal("0.7")),
        Step("Kazanıldı", 5, Decimal("0.5")),
    ]
    assert rules.funnel(_STAGES, {}, 0)[0] == Step("İlgi", 0, Decimal(0))


def test_what_is_wrong_with_a_deal_is_told_by_field() -> None:
    draft = rules.Draft(title=" ", customer_id=new_id(), value=Decimal(-1), wishes=(Wish(new_id(), 0),))

    assert rules.faults(draft) == {
        "title": "pipeline.title_needed",
        "value": "pipeline.value_wrong",
        "wishes": "pipeline.wishes_wrong",
    }

"""Writes about claims, returned goods, questions and templates, one module per verb."""

from prapazar.domain.aftersales.actions.answer import (
    LONGEST,
    TIME_TO_UNDO,
    answer,
    answer_refused,
    answer_taken,
    assign,
    take_back,
)
from prapazar.domain.aftersales.actions.by_hand import add_note, open_claim
from prapazar.domain.aftersales.actions.decide import (
    decide,
    decide_many,
    keep_reasons,
    refuse_told,
    settle_told,
)
from prapazar.domain.aftersales.actions.goods import close, inspect, receive, receive_code
from prapazar.domain.aftersales.actions.refund import record_refund
from prapazar.domain.aftersales.actions.take_claims import take_claims
from prapazar.domain.aftersales.actions.take_questions import take_questions
from prapazar.domain.aftersales.actions.templates import delete_template, save_template, template_used

__all__ = [
    "LONGEST",
    "TIME_TO_UNDO",
    "add_note",
    "answer",
    "answer_refused",
    "answer_taken",
    "assign",
    "close",
    "decide",
    "decide_many",
    "delete_template",
    "inspect",
    "keep_reasons",
    "open_claim",
    "receive",
    "receive_code",
    "record_refund",
    "refuse_told",
    "save_template",
    "settle_told",
    "take_back",
    "take_claims",
    "take_questions",
    "template_used",
]

"""What customers write: threads of customer service, in which each message waits for the next of an employee's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prapazar.connector_kit.aftersales import QuestionRecord, QuestionStatus
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import optional, recorded_rows, required, text
from prapazar.connectors.prestashop import mapper
from prapazar.connectors.prestashop.mapper import ById, Shop, shop
from prapazar.connectors.prestashop.schemas import Raw

_NOBODY = {"", "0"}
CLOSED = "closed"
_OPEN = {"open", "pending1", "pending2"}


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """The rows of other tables that messages name."""

    threads: ById = field(default_factory=dict)
    customers: ById = field(default_factory=dict)
    said: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    """All messages, by thread."""


def questions(raws: Iterable[Raw], facts: QuestionFacts, of: Shop) -> list[Parsed[QuestionRecord]]:
    return [parked(lambda r: _question(r, facts, of), raw, lambda r: text(r.get("id"))) for raw in raws]


def is_customers(raw: Raw) -> bool:
    return text(raw.get("id_employee")) in _NOBODY and text(raw.get("private")) != "1"


def facts_of(threads: Iterable[Raw], customers: Iterable[Raw], messages: Iterable[Raw]) -> QuestionFacts:
    return QuestionFacts(
        threads=mapper.by_id(threads),
        customers=mapper.by_id(customers),
        said=mapper.grouped(messages, "id_customer_thread"),
    )


def _question(raw: Raw, facts: QuestionFacts, of: Shop) -> QuestionRecord:
    thread = facts.threads.get(text(required(raw, "id_customer_thread")))
    if thread is None:
        raise UnexpectedAnswer("its thread is nowhere", raw=raw, code="connector.missing_field")
    number, told = text(required(raw, "id")), text(required(thread, "status"))
    if told not in {CLOSED, *_OPEN}:
        raise UnexpectedAnswer(told, raw=thread, code="connector.unknown_status")
    later = (one for one in facts.said.get(text(thread["id"]), ()) if int(text(one.get("id"))) > int(number))
    answer = min(
        (one for one in later if _is_answer(one)), key=lambda one: int(text(one["id"])), default=None
    )
    customer = facts.customers.get(text(thread.get("id_customer")), {})
    name = f"{text(customer.get('firstname'))} {text(customer.get('lastname'))}".strip()
    return QuestionRecord(
        external_id=number,
        status=_status(told, is_answered=answer is not None),
        provider_status=told,
        asked_at=mapper.moment(required(raw, "date_add"), of.zone),
        text=text(required(raw, "message")),
        customer_name=name or text(optional(thread, "email")),
        listing_external_id=mapper.listing_id(text(thread.get("id_product")), None),
        order_external_id=_number(thread, "id_order"),
        answer=text(required(answer, "message")) if answer else None,
        answered_at=mapper.moment(required(answer, "date_add"), of.zone) if answer else None,
        is_public=False,
    )


def _status(told: str, *, is_answered: bool) -> QuestionStatus:
    """A thread that was closed without a word waits for nobody."""
    if is_answered:
        return QuestionStatus.ANSWERED
    return QuestionStatus.EXPIRED if told == CLOSED else QuestionStatus.WAITING


def _is_answer(raw: Raw) -> bool:
    """Private ones are notes among the shop's staff."""
    return text(raw.get("id_employee")) not in _NOBODY and text(raw.get("private")) != "1"


def _number(raw: Raw, name: str) -> str | None:
    told = text(optional(raw, name))
    return None if told in _NOBODY else told


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "customer_messages": lambda raw: questions(
        recorded_rows(raw, "customer_messages"), _recorded(raw), shop({})
    ),
}
"""How a recorded answer is replayed: the tables a message names stand beside the messages."""


def _recorded(raw: Any) -> QuestionFacts:  # noqa: ANN401 - a recording
    told = raw if isinstance(raw, dict) else {}
    tables = ("customer_threads", "customers", "customer_messages")
    return facts_of(*(recorded_rows(told[name], name) if name in told else [] for name in tables))

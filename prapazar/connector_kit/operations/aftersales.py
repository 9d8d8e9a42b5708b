"""Operations about claims, questions, letters, accounts and what a channel writes by itself."""

from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.operations import asks
from prapazar.connector_kit.operations.fields import Field, FieldKind
from prapazar.connector_kit.operations.operation import Operation
from prapazar.connector_kit.operations.usual import CLAIM, PACKAGE, PAGES, SINCE, UNTIL

AFTERSALES = (
    Operation(
        name="claims",
        capability=Capability.READ_CLAIMS,
        fields=(SINCE, UNTIL, PAGES),
        ask=asks.window("fetch_claims"),
    ),
    Operation(
        name="claim_reasons",
        capability=Capability.ANSWER_CLAIMS,
        ask=lambda connector, _: [{"id": key, "name": name} for key, name in connector.fetch_claim_reasons()],
    ),
    Operation(
        name="approve_claim",
        capability=Capability.ANSWER_CLAIMS,
        fields=(CLAIM, Field(name="line_ids", kind=FieldKind.IDS)),
        changes=True,
        ask=asks.approve,
    ),
    Operation(
        name="reject_claim",
        capability=Capability.ANSWER_CLAIMS,
        fields=(
            CLAIM,
            Field(name="line_ids", kind=FieldKind.IDS),
            Field(name="claim_reason"),
            Field(name="note", kind=FieldKind.LONG_TEXT, is_required=False),
        ),
        changes=True,
        ask=asks.reject,
    ),
    Operation(
        name="questions",
        capability=Capability.READ_QUESTIONS,
        fields=(SINCE, UNTIL, PAGES),
        ask=asks.window("fetch_questions"),
    ),
    Operation(
        name="answer_question",
        capability=Capability.ANSWER_QUESTIONS,
        fields=(Field(name="question"), Field(name="text", kind=FieldKind.LONG_TEXT)),
        changes=True,
        ask=lambda connector, values: asks.told(
            connector.answer_question(values["question"], values["text"])
        ),
    ),
    Operation(
        name="message_kinds",
        capability=Capability.WRITE_TO_BUYERS,
        fields=(PACKAGE,),
        ask=lambda connector, values: [
            {"message_kind": kind} for kind in connector.fetch_message_kinds(values["package"])
        ],
    ),
    Operation(
        name="write_to_buyer",
        capability=Capability.WRITE_TO_BUYERS,
        fields=(PACKAGE, Field(name="message_kind"), Field(name="letter", kind=FieldKind.LONG_TEXT)),
        changes=True,
        ask=lambda connector, values: asks.told(
            connector.write_to_buyer(values["package"], values["message_kind"], values["letter"])
        ),
    ),
    Operation(
        name="settlements",
        capability=Capability.READ_SETTLEMENTS,
        fields=(SINCE, UNTIL, PAGES),
        ask=asks.window("fetch_settlements"),
    ),
    Operation(
        name="queue",
        capability=Capability.READ_QUEUE,
        ask=lambda connector, _: connector.fetch_messages() if connector.has_queue else [],
    ),
    Operation(
        name="remove_webhook",
        capability=Capability.RECEIVE_WEBHOOKS,
        fields=(Field(name="webhook"),),
        changes=True,
        ask=lambda connector, values: asks.told(connector.remove_webhook(values["webhook"])),
    ),
)

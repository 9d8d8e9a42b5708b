"""What comes after the sale: claims, questions, letters to buyers, the channel's account."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.aftersales import ClaimRecord, EvidenceFile, QuestionRecord, SettlementRecord
from prapazar.connector_kit.records import ParkedRecord


@runtime_checkable
class ReadsClaims(Protocol):
    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[ClaimRecord | ParkedRecord]]:
        """Claims changed in the half-open window; where the channel filters by creation only, created in it."""
        ...


@runtime_checkable
class AnswersClaims(Protocol):
    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None: ...

    def reject_claim(
        self, claim_external_id: str, line_external_ids: Sequence[str], reason_external_id: str, note: str
    ) -> None:
        """`reason_external_id` is one of `fetch_claim_reasons`; Rejected where the claim is past deciding."""
        ...

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        """Id and words of the reasons a rejection may give."""
        ...


@runtime_checkable
class SendsEvidence(Protocol):
    """For channels that take files with a rejection; the manifest's `evidence` says which and how many."""

    def reject_with_evidence(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],
        reason_external_id: str,
        note: str,
        files: Sequence[EvidenceFile],
    ) -> None: ...


@runtime_checkable
class ReadsQuestions(Protocol):
    def fetch_questions(
        self, since: datetime, until: datetime
    ) -> Iterator[list[QuestionRecord | ParkedRecord]]:
        """Questions asked in the half-open window."""
        ...


@runtime_checkable
class AnswersQuestions(Protocol):
    def answer_question(self, question_external_id: str, text: str) -> None: ...


@runtime_checkable
class WritesToBuyers(Protocol):
    """For channels that let a merchant write about an order, and tell no answer."""

    def fetch_message_kinds(self, package_external_id: str) -> list[str]:
        """What may be written about this package now, in the channel's words; none: nothing."""
        ...

    def write_to_buyer(self, package_external_id: str, kind: str, text: str) -> None:
        """Rejected for a kind that is not allowed now, and for a text the channel does not take."""
        ...


@runtime_checkable
class ReadsSettlements(Protocol):
    def fetch_settlements(
        self, since: datetime, until: datetime
    ) -> Iterator[list[SettlementRecord | ParkedRecord]]:
        """Lines of the channel's account booked in the half-open window."""
        ...

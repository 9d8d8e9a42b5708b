"""What a pretend integrator remembers: accounts, the registry of e-Fatura, and documents on their way through GİB."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.integrator.paper import COMMERCIAL, Paper
from prapazar.sandbox.jsontext import Json

KINDS = ("document", "number", "taxpayer", "series", "session", "token")
DAY_MS = 86_400_000
QUEUED, RECEIVED, PROCESSING, PASSED_ON, DONE = 0, 1000, 1100, 1200, 1300
_WAY = (QUEUED, RECEIVED, PROCESSING, PASSED_ON, DONE)
MEANINGS = {
    1000: "ZARF KUYRUGA EKLENDI",
    1100: "ZARF ISLENIYOR",
    1150: "SCHEMATRON KONTROL SONUCU HATALI",
    1160: "XML SEMA KONTROLUNDEN GECEMEDI",
    1163: "ZARF SISTEME DAHA ONCE KAYDEDILMIS",
    1200: "ZARF BASARIYLA ISLENDI",
    1210: "DOKUMAN BULUNAN ADRESE GONDERILEMEDI",
    1215: "DOKUMAN GONDERIMI BASARISIZ. TERRAR GONDERME SONLANDI",
    1220: "HEDEFTEN SISTEM YANITI GELMEDI",
    1230: "HEDEFTEN SISTEM YANITI BASARISIZ GELDI",
    1300: "BASARIYLA TAMAMLANDI",
}
"""GİB's words for the codes that are played here."""
NO_ERRORS = frozenset({*_WAY, 1210, 1220})
REGISTERED: tuple[tuple[str, str, str], ...] = (
    ("1234567808", "Deneme Alıcı A.Ş.", "urn:mail:defaultpk@deneme.com"),
    ("4840847211", "Örnek Toptan Ltd. Şti.", "urn:mail:pk@ornek.com"),
)
"""Who receives e-Fatura at every account: tax number, title, letter box."""


class Answer(StrEnum):
    NONE = ""
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    AUTOMATIC = "automatic"
    """Eight days went by."""


class Problem(StrEnum):
    """Why a document is not taken."""

    INVALID = "invalid"
    SENDER = "sender"
    UUID = "uuid"
    NUMBER = "number"
    TAXPAYER = "taxpayer"
    """An e-Arşiv for somebody who receives e-Fatura."""
    NOBODY = "nobody"
    """An e-Fatura for somebody who does not, or to a letter box that is not theirs."""
    CREDIT = "credit"


@dataclass
class Rules:
    """What the documents leave to the integrator; the clock is the sandbox's."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    step_ms: int = 5_000
    """From one status at GİB to the next."""
    answer_days: int = 8
    """Until a commercial invoice counts as accepted."""
    report_ms: int = DAY_MS
    """Until GİB has been told of an e-Arşiv."""
    credit: int = 100_000
    """Documents a new account has paid for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands."""

    code: int
    """GİB's; 0: not there yet."""
    answer: Answer
    is_reported: bool
    is_cancelled: bool
    odd: str
    """A word no document names, put there by a lever."""

    @property
    def is_failed(self) -> bool:
        return self.code not in NO_ERRORS

    @property
    def meaning(self) -> str:
        return MEANINGS.get(self.code, "")


class Office:
    def __init__(self, ground: Ground, provider: str, rules: Rules) -> None:
        self.ground = ground
        self.rules: Any = rules  # each integrator adds its own
        self.files = Filing(ground, provider, KINDS)

    def open_account(self, number: str, profile: Json) -> Account:
        """With credits, and with those who receive e-Fatura."""
        account = self.files.open(
            number, {"credit": self.rules.credit, "is_next_invalid": False, "trouble": False, **profile}
        )
        for tax_number, title, alias in REGISTERED:
            self.register(account, tax_number, title, [alias])
        self.ground.store.flush()
        return account

    def by_profile(self, **wanted: str) -> Account | None:
        """The account whose profile says so; an empty value is nobody's."""
        if not all(wanted.values()):
            return None
        for account in self.files.accounts.values():
            if all(account.profile.get(name) == value for name, value in wanted.items()):
                return account
        return None

    def register(self, account: Account, tax_number: str, title: str, aliases: Sequence[str]) -> Json:
        entry: Json = {"title": title, "aliases": list(aliases), "sinceMs": self.ground.now_ms()}
        self.files.put(account, "taxpayer", tax_number, entry)
        return entry

    def document(self, account: Account, uuid: str) -> Json | None:
        return account["document"].get(uuid.lower())

    def numbered(self, account: Account, number: str) -> Json | None:
        found = account["number"].get(number)
        return None if found is None else self.document(account, found["uuid"])

    def problem(self, account: Account, paper: Paper, alias: str | None = None) -> tuple[Problem, str] | None:
        """The first one, and what it is about; `alias` is the letter box it is meant for, where one is told."""
        return next(self._problems(account, paper, alias), None)

    def _problems(self, account: Account, paper: Paper, alias: str | None) -> Iterator[tuple[Problem, str]]:
        if self.takes_fault(account):
            yield Problem.INVALID, "SCHEMATRON: KDV oranı ile istisna kodu uyuşmuyor"
        for fault in paper.faults:
            yield Problem.INVALID, fault
        if paper.sender != account.profile["tax_number"]:
            yield Problem.SENDER, paper.sender
        if paper.uuid in account["document"]:
            yield Problem.UUID, paper.uuid
        if paper.number in account["number"]:
            yield Problem.NUMBER, paper.number
        known = account["taxpayer"].get(paper.recipient)
        if paper.is_archive and known is not None:
            yield Problem.TAXPAYER, paper.recipient
        if not paper.is_archive and (known is None or (alias is not None and alias not in known["aliases"])):
            yield Problem.NOBODY, alias or paper.recipient
        if account.profile["credit"] <= 0:
            yield Problem.CREDIT, ""

    def take(self, account: Account, paper: Paper, content: bytes, **more: object) -> Json:
        """Filed as it came; `more` is what was told beside it."""
        known = self.document(account, paper.uuid)
        document: Json = {
            "oid": self.files.guid("oid"),
            "envelope": self.files.guid("envelope"),
            "uuid": paper.uuid,
            "number": paper.number,
            "kind": paper.kind,
            "profile": paper.profile,
            "recipient": paper.recipient,
            "issuedOn": paper.issued_on,
            "amount": paper.amount,
            "alias": None,
            "website": paper.facts.get("INT_WEBSITE", ""),
            "facts": paper.facts,
            "copies": known["copies"] + 1 if known else 1,
            "receivedMs": self.ground.now_ms(),
            "code": None,
            "answer": None,
            "isReported": False,
            "cancelledMs": None,
            "odd": "",
            "xml": base64.b64encode(content).decode(),
            **more,
        }
        self.files.put(account, "document", paper.uuid, document)
        self.files.put(account, "number", paper.number, {"uuid": paper.uuid})
        account.profile["credit"] -= 1
        self.files.open(account.number, account.profile)
        return document

    def change(self, account: Account, document: Json, **changed: object) -> Json:
        document.update(changed)
        self.files.put(account, "document", document["uuid"], document)
        return document

    def takes_fault(self, account: Account) -> bool:
        """Whether the lever said that the next document is to be found wrong; asked once."""
        is_wrong = bool(account.profile["is_next_invalid"])
        if is_wrong:
            self.files.open(account.number, {**account.profile, "is_next_invalid": False})
        return is_wrong

    def takes_trouble(self, account: Account) -> bool:
        """Whether the lever said that something goes wrong with the next document; asked once."""
        has_trouble = bool(account.profile["trouble"])
        if has_trouble:
            self.files.open(account.number, {**account.profile, "trouble": False})
        return has_trouble

    def standing(self, document: Json) -> Standing:
        age = self.ground.now_ms() - document["receivedMs"]
        reached = _WAY[min(age // max(self.rules.step_ms, 1), len(_WAY) - 1)]
        code = reached if document["code"] is None else document["code"]
        return Standing(
            code=code,
            answer=self._answer(document, code, age),
            is_reported=document["isReported"] or age >= self.rules.report_ms,
            is_cancelled=document["cancelledMs"] is not None,
            odd=document["odd"],
        )

    def _answer(self, document: Json, code: int, age: int) -> Answer:
        if document["answer"] is not None:
            return Answer(document["answer"])
        if document["profile"] != COMMERCIAL or code != DONE:
            return Answer.NONE
        return Answer.AUTOMATIC if age >= self.rules.answer_days * DAY_MS else Answer.WAITING

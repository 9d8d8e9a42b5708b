"""What cannot be done with a claim, a question or a template."""

from uuid import UUID


class ClaimMissing(Exception):
    def __init__(self, claim_id: object = "") -> None:
        super().__init__(claim_id)


class ClaimRefused(Exception):
    """Not now, or not like this; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CodeUnknown(Exception):
    """No line of the claim waits for goods with this code."""

    code = "claims.code_unknown"

    def __init__(self, scanned: str) -> None:
        super().__init__(scanned)
        self.scanned = scanned


class QuestionMissing(Exception):
    def __init__(self, question_id: UUID | str = "") -> None:
        super().__init__(question_id)


class QuestionRefused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TemplateRefused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

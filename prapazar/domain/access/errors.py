"""What access refuses."""

from dataclasses import dataclass
from uuid import UUID

from prapazar.foundation.scope import Locale


@dataclass(frozen=True, slots=True)
class Lock:
    """An account that has just been locked, for the letter to its owner."""

    email: str
    name: str
    locale: Locale
    ip: str
    by_codes: bool = False
    """The password was right: somebody knows it."""


class LoginRefused(Exception):
    """Unknown e-mail, wrong password or locked: never said which."""

    def __init__(self, lock: Lock | None = None) -> None:
        super().__init__()
        self.lock = lock
        """Set for the try that locked the account; only its owner may learn of it."""


class CodeRefused(LoginRefused):
    """The password was right, the code of the second factor wrong, used before, or asked too often."""


class CodeNeeded(Exception):
    """The password was right; the code of the second factor is missing."""

    code = "login_problem.code_needed"

    def __init__(self, user_id: UUID) -> None:
        super().__init__()
        self._user_id = user_id  # not for answers, which carry the attributes of errors

    def whose(self) -> UUID:
        return self._user_id


class TokenInvalid(Exception):
    """The link is unknown, used or too old."""


class AccessInvalid(Exception):
    """A field does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class RoleInUse(Exception):
    """People still hold the role."""


class NotOwnAccount(Exception):
    """Who has taken another's place changes nothing of that person's account: no password, no second factor."""

    code = "access.not_own_account"

"""What access refuses."""

from dataclasses import dataclass

from prapazar.foundation.scope import Locale


@dataclass(frozen=True, slots=True)
class Lock:
    """An account that has just been locked, for the letter to its owner."""

    email: str
    name: str
    locale: Locale
    ip: str


class LoginRefused(Exception):
    """Unknown e-mail, wrong password or locked: never said which."""

    def __init__(self, lock: Lock | None = None) -> None:
        super().__init__()
        self.lock = lock
        """Set for the try that locked the account; only its owner may learn of it."""


class TokenInvalid(Exception):
    """The link is unknown, used or too old."""


class AccessInvalid(Exception):
    """A field does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class RoleInUse(Exception):
    """People still hold the role."""

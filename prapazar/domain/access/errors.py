"""What access refuses."""

from datetime import datetime


class LoginRefused(Exception):
    """Unknown e-mail or wrong password: never said which."""


class LoginLocked(Exception):
    """Too many wrong passwords; the account opens again at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class TokenInvalid(Exception):
    """The link is unknown, used or too old."""


class AccessInvalid(Exception):
    """A field does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class RoleInUse(Exception):
    """People still hold the role."""

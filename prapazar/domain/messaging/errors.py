"""What cannot be done with notifications and messages; codes name sentences in foundation.texts."""

from uuid import UUID


class MessageMissing(Exception):
    """No such message or template in this merchant."""

    def __init__(self, what: UUID | str) -> None:
        super().__init__(str(what))


class MessageRefused(Exception):
    """Something typed in is wrong, or stands in the way; `code` says what."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field = code, field

"""What cannot be done with a request; codes name sentences in foundation.texts."""

from uuid import UUID


class RequestMissing(Exception):
    """No such request in this merchant."""

    def __init__(self, request_id: UUID) -> None:
        super().__init__(str(request_id))


class RequestRefused(Exception):
    """Its state, or what was typed in, stands in the way; `code` says what."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field = code, field

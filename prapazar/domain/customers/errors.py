"""What cannot be done with a customer; codes name sentences in foundation.texts."""

from uuid import UUID


class CustomerMissing(Exception):
    """No such customer, merge or suggestion in this merchant."""

    def __init__(self, what: UUID | str) -> None:
        super().__init__(str(what))


class CustomerRefused(Exception):
    """The customer's state stands in the way; `code` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

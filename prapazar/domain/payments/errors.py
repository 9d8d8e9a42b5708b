"""What cannot be done with a payment; codes name sentences in foundation.texts."""

from uuid import UUID


class PaymentMissing(Exception):
    """No such payment, try or link in this merchant."""

    def __init__(self, what: UUID | str) -> None:
        super().__init__(str(what))


class PaymentRefused(Exception):
    """Something about the payment, its order or its invoice stands in the way; `code` says what."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail

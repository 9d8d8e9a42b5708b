"""What cannot be done with a deal or a stage; codes name sentences in foundation.texts."""

from uuid import UUID


class DealRefused(Exception):
    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field = code, field


class DealMissing(Exception):
    """No such deal or stage in this merchant."""

    def __init__(self, what: UUID) -> None:
        super().__init__(str(what))

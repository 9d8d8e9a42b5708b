"""What channels refuse."""

from uuid import UUID


class ConnectionMissing(Exception):
    """No such connection in this merchant."""


class ConnectionInvalid(Exception):
    """A field of the connection does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class GrantRefused(Exception):
    """Nothing comes of a grant; `code` names the sentence."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class GrantDone(Exception):
    """The store is connected already, as when somebody loads the last step again."""

    def __init__(self, connection_id: UUID) -> None:
        super().__init__(connection_id)
        self.connection_id = connection_id

"""What channels refuse."""


class ConnectionMissing(Exception):
    """No such connection in this merchant."""


class ConnectionInvalid(Exception):
    """A field of the connection does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code

"""The five errors of a provider call; whether to try again is decided by the class alone."""

STEP_UNKNOWN = "connector.step_unknown"
"""A channel with fewer steps than ours has nothing to be told, and nobody anything to mend."""


class ConnectorError(Exception):
    """`code` names the cause in foundation.texts; `detail` is the provider's own sentence, redacted."""

    code = "connector.error"
    is_settled = False
    """A call within the call, such as for a token, has met it, counted it and tried again already."""

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if code:
            self.code = code


class AuthFailed(ConnectorError):
    """The credentials are refused: the merchant must log in again."""

    code = "connector.auth_failed"


class RateLimited(ConnectorError):
    """Too many requests: `retry_after` seconds until the next is welcome."""

    code = "connector.rate_limited"

    def __init__(self, detail: str = "", *, retry_after: float, code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.retry_after = retry_after


class Unavailable(ConnectorError):
    """The provider is down, slow or cut off. `maybe_done` when a write may have arrived all the same."""

    code = "connector.unavailable"

    def __init__(self, detail: str = "", *, maybe_done: bool = False, code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.maybe_done = maybe_done


class Rejected(ConnectorError):
    """The provider understood and refuses: the merchant must correct `field`."""

    code = "connector.rejected"

    def __init__(self, detail: str = "", *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.field = field


class UnexpectedAnswer(ConnectorError):
    """An answer we do not understand: the raw record is parked with this cause."""

    code = "connector.unexpected_answer"

    def __init__(self, detail: str = "", *, raw: object = None, code: str | None = None) -> None:
        super().__init__(detail, code=code)
        self.raw = raw

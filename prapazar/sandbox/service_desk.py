"""The levers of providers that sell nothing: carriers, e-invoice and payment services."""

from abc import abstractmethod
from typing import Any, TypeVar

from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Memory, Shelved
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError

M = TypeVar("M", bound=Memory)
_NO_SHELF = "nothing is sold here"


class ServiceDesk(FilingDesk[M, Any]):
    """What there is to set up and to move is said by `deed`."""

    no_orders = _NO_SHELF

    @abstractmethod
    def deed(self, account: str, deed: str, request: Json) -> Json: ...

    def _put_up(self, account: Account, article: Json) -> None:  # noqa: ARG002 - nobody puts anything up
        raise ControlError(400, _NO_SHELF)

    def _shelved(self, account: Account, key: str) -> Shelved[Any] | None:  # noqa: ARG002 - as above
        return None

    def _keys(self, account: Account) -> tuple[str, ...]:  # noqa: ARG002 - as above
        return ()

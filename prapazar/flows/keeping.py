"""Credentials that a provider replaces on the way, such as a refresh token that is good for one use."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from prapazar.connector_kit.errors import Unavailable
from prapazar.connector_kit.tokens import Tokens
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.queries import Account
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope


class Keeper(Protocol):
    tokens: Tokens | None
    """Instead of the tokens that all processes share."""

    def keep(self, replaced: Mapping[str, str]) -> None: ...

    def newest(self) -> AbstractContextManager[Mapping[str, str]]: ...


class Kept:
    """Of a connection: in the books before anybody uses what came with them, and replaced by one process at a time."""

    tokens: Tokens | None = None

    def __init__(self, account: Account) -> None:
        self._id = account.id
        self._scope = system_scope(account.merchant_id)

    def keep(self, replaced: Mapping[str, str]) -> None:
        with db.transaction(self._scope) as session:
            actions.replace_credentials(session, self._id, replaced)

    @contextmanager
    def newest(self) -> Iterator[Mapping[str, str]]:
        """Without this, two processes would spend the same refresh token, and the second lose the access."""
        with db.exclusive(f"channels.credentials:{self._id}") as is_ours:
            if not is_ours:
                raise Unavailable("another process is renewing the access")
            with db.transaction(self._scope) as session:
                credentials = queries.account(session, self._id).credentials
            yield credentials


class Tried:
    """Of a form that is tried and not kept: what was replaced stands in here."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self.tokens = tokens
        self.replaced: dict[str, str] = {}

    def keep(self, replaced: Mapping[str, str]) -> None:
        self.replaced.update(replaced)

    def newest(self) -> AbstractContextManager[Mapping[str, str]]:
        return nullcontext(self.replaced)

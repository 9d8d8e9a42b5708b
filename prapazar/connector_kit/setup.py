"""What a connector is built from: its manifest, one merchant's account, and the wire its calls run through."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from prapazar.connector_kit.http import Caller, ErrorReader, FailureReader, Wire, build_client, no_failure
from prapazar.connector_kit.manifest import Environment, Manifest
from prapazar.connector_kit.reach import PUBLIC, Reach, pool
from prapazar.connector_kit.tokens import Fetch, TokenAuth, bearer


@dataclass(frozen=True, slots=True)
class Setup:
    manifest: Manifest
    environment: Environment
    settings: Mapping[str, Any]
    credentials: dict[str, str]
    """As they hold now: those that rotate are replaced in here."""
    base_url: str
    wire: Wire
    reach: Reach = PUBLIC
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By the provider's part, where it lives on several hosts; `base_url` is the main one."""

    @property
    def account(self) -> str:
        """Whose limits the calls count against; of a sealed value only its digest is shown."""
        manifest = self.manifest
        owner = self.settings.get(manifest.auth.account) or _digest(
            self.credentials.get(manifest.auth.account, "")
        )
        return f"{manifest.slug}:{self.environment}:{owner}"

    def token_auth(
        self,
        fetch: Fetch,
        write: Callable[[httpx.Request, str], None] = bearer,
        *,
        rotating: Collection[str] = (),
        refused_by: Collection[int] = (httpx.codes.UNAUTHORIZED,),
        purpose: str = "",
    ) -> TokenAuth:
        """A log-in by tokens that all processes share; other credentials mean another token.

        `rotating` names credentials the provider replaces on the way, such as a refresh token. `fetch` reads
        those from `credentials` each time it is called: another process may have replaced them meanwhile.
        `refused_by` are the statuses that may mean a token has run out; `purpose` tells several tokens of one
        account apart.
        """
        stable = sorted((name, value) for name, value in self.credentials.items() if name not in rotating)
        key = f"{self.account}:{_digest(repr(stable))}{purpose and f':{purpose}'}"
        tokens, keep = self.wire.tokens, self.wire.keep_credentials
        if not rotating:
            return TokenAuth(tokens, key, fetch, write, keep=keep, refused_by=refused_by)
        return TokenAuth(tokens, key, fetch, write, keep=self._keep, alone=self._alone, refused_by=refused_by)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.wire.newest_credentials() as newest:
            self.credentials.update(newest)
            yield

    def _keep(self, replaced: Mapping[str, str]) -> None:
        self.wire.keep_credentials(replaced)
        self.credentials.update(replaced)

    def caller(
        self,
        *,
        user_agent: str,
        auth: httpx.Auth,
        read_error: ErrorReader,
        read_failure: FailureReader = no_failure,
        base_url: str | None = None,
    ) -> Caller:
        """`base_url` for a provider with several hosts; unset, the manifest's."""
        client = build_client(
            base_url or self.base_url,
            user_agent=user_agent,
            auth=auth,
            transport=self._transport(),
            reach=self.reach,
        )
        windows = self.manifest.windows(dict(self.settings))
        return Caller(client, self.wire, self.account, windows, read_error, read_failure)

    def _transport(self) -> httpx.BaseTransport | None:
        if self.wire.around is None:
            return self.wire.transport
        return self.wire.around(self.wire.transport or pool(self.reach))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:16]

"""What a connector is built from: its manifest, one merchant's account, and the wire its calls run through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from prapazar.connector_kit.http import Caller, ErrorReader, Wire, build_client
from prapazar.connector_kit.manifest import Environment, Manifest
from prapazar.connector_kit.reach import PUBLIC, Reach


@dataclass(frozen=True, slots=True)
class Setup:
    manifest: Manifest
    environment: Environment
    settings: Mapping[str, Any]
    credentials: Mapping[str, str]
    base_url: str
    wire: Wire
    reach: Reach = PUBLIC

    @property
    def account(self) -> str:
        """Whose limits the calls count against."""
        manifest = self.manifest
        owner = self.settings.get(manifest.auth.account) or self.credentials.get(manifest.auth.account, "")
        return f"{manifest.slug}:{self.environment}:{owner}"

    def caller(self, *, user_agent: str, auth: httpx.Auth, read_error: ErrorReader) -> Caller:
        client = build_client(
            self.base_url, user_agent=user_agent, auth=auth, transport=self.wire.transport, reach=self.reach
        )
        windows = self.manifest.windows(dict(self.settings))
        return Caller(client, self.wire, self.account, windows, read_error)

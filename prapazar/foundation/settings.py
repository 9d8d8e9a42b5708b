"""Every setting of an installation, read once from the environment (prefix PRAPAZAR_)."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "prapazar"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="PRAPAZAR_", extra="ignore")

    data_dir: Path = Field(default_factory=_default_data_dir)
    """Holds the embedded PostgreSQL and Redis, the secret key, uploads and the built screens."""
    erasures_dir: Path | None = None
    """Where the list of erasures is kept, best on another disk: a restore goes by it. Unset: data_dir/erasures."""
    database_url: str | None = None
    """Owner of the database (migrations). Unset: the embedded PostgreSQL is started."""
    redis_url: str | None = None
    """Unset: the embedded Redis is started."""
    secret_key: str | None = None
    """32 bytes, base64. Unset: made once and kept in data_dir/secret.key."""
    old_secret_keys: list[str] = []
    """Earlier keys, still accepted for opening; sealing always uses `secret_key`."""

    host: str = "127.0.0.1"
    port: int = 8123
    public_url: str | None = None
    """Address people and channels reach us under; default http://localhost:<port>."""
    web_workers: int = 1
    proxy_hops: int = 0
    """How many reverse proxies stand in front; 0 ignores X-Forwarded-For."""
    sandbox_port: int = 8124
    worker_threads: int = 16
    """Most of them wait for an answer, or for a turn at a channel's door."""
    session_hours: int = 12
    abandoned_upload_hours: int = 24
    """How long an uploaded spreadsheet waits for the person to begin its import before it is removed."""

    allow_private_hosts: str = ""
    """Names, addresses and networks (`192.168.1.0/24`) of shops within our own network that may be called, parted
    by commas; `*` for all. Unset, an address that leads there is refused."""

    rates_url: str = "https://www.tcmb.gov.tr"
    """Where exchange rates are fetched; the demo shop asks the sandbox."""

    design_page: bool = False
    """Builds the style page too, where every component can be looked at."""
    open_registration: bool = False
    """Whether strangers may open a merchant of their own."""

    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_starttls: bool = True
    mail_from: str = "PraPazar <no-reply@localhost>"

    metrics_token: str | None = None
    """Whoever sends it as a bearer token reads /metrics; unset, there is no such page."""

    log_level: str = "INFO"
    log_json: bool = True

    @property
    def address(self) -> str:
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> list[str]:
        """Where a browser may come from; an installation with a public address has only that one."""
        if self.public_url:
            return [self.address]
        return [f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"]


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()

"""NetGSM's log-in: HTTP Basic with the subscriber number."""

import httpx


def basic(usercode: str, password: str) -> httpx.BasicAuth:
    return httpx.BasicAuth(usercode.encode(), password.encode())

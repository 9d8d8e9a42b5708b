"""Who may read the figures."""

import pytest
from fastapi.testclient import TestClient

from prapazar.foundation.settings import settings


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        (None, {}, 404),
        (None, {"authorization": "Bearer "}, 404),
        ("", {"authorization": "Bearer "}, 404),
        ("s3cret-token", {}, 401),
        ("s3cret-token", {"authorization": "Bearer wrong"}, 401),
        ("s3cret-token", {"authorization": "Bearer çay"}, 401),
        ("s3cret-token", {"authorization": "Bearer s3cret-token"}, 200),
    ],
)
def test_figures_are_for_whoever_knows_the_token(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    token: str | None,
    sent: dict[str, str],
    status: int,
) -> None:
    if token is not None:
        monkeypatch.setenv("PRAPAZAR_METRICS_TOKEN", token)
    settings.cache_clear()

    answer = client.get("/metrics", headers={name: value.encode() for name, value in sent.items()})

    told = 'prapazar_up{part="database"} 1' in answer.text
    assert (answer.status_code, told) == (status, status == 200)


def test_figures_say_what_they_are(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_METRICS_TOKEN", "t")
    settings.cache_clear()

    answer = client.get("/metrics", headers={"authorization": "Bearer t"})

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"

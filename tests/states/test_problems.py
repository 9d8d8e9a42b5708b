"""An error no handler caught: told to the person by a reference, kept in the log without what the handler held."""

import json
import os
import subprocess
import sys

import pytest

from prapazar.cli import checkout, processes

_FAILING = """
import asyncio
import os
import sys

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.utils.format import format_event_handler

import prapazar.app as web
from prapazar.foundation import logging
from prapazar.foundation.settings import settings
from prapazar.states.guard import allow


class FailingState(rx.State):
    @rx.event
    @allow("public")
    async def fail(self, sent: str):
        buyer = "Zübeyde " + "Karabıyıkoğlu"
        token = "tok-" + "9f3c77"
        held = {"buyer": buyer, "token": token, "sent": sent}
        raise RuntimeError(len(held))


async def main():
    processor = BaseStateEventProcessor(
        middleware=web.app, backend_exception_handler=web.app.backend_exception_handler
    )
    processor.configure(state_manager=StateManagerMemory())
    with web.app.set_contexts():
        async with processor:
            event = Event(
                name=format_event_handler(FailingState.fail),
                payload={"sent": "tck-" + "10000000146"},
                router_data={"pathname": "/", "query": {}, "token": "tab", "headers": {}},
            )
            future = await processor.enqueue("tab", event)
            await asyncio.gather(future, return_exceptions=True)


web.serve()
asyncio.run(main())
for stream in (sys.stdout, sys.stderr):
    print("now as words", file=stream, flush=True)
os.environ["PRAPAZAR_LOG_JSON"] = "false"
settings.cache_clear()
logging.configure()
asyncio.run(main())
"""
_AS_WEB = {**processes.WEB_ENVIRONMENT, "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "false"}
"""Nothing is served, so no screens need to be built."""
_HELD = ("Zübeyde", "Karabıyıkoğlu", "tok-9f3c77", "tck-10000000146")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What the process writes about it: a log of JSON, then one of words. The whole application is loaded for it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PRAPAZAR_")}
    data_dir = tmp_path_factory.mktemp("failing")
    ended = subprocess.run(  # noqa: S603 - our own Python and the text above
        [sys.executable, "-c", _FAILING],
        cwd=checkout.ROOT,
        env={**own, **_AS_WEB, "PRAPAZAR_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    (json_out, _, words_out), (json_err, _, words_err) = (
        stream.partition("now as words\n") for stream in (ended.stdout, ended.stderr)
    )
    return json_out + json_err, words_out + words_err


@pytest.mark.parametrize("place", [0, 1])
def test_failed_handler_leaves_nothing_it_held_in_the_log(said: tuple[str, str], place: int) -> None:
    written = said[place]

    assert [held for held in _HELD if held in written] == []
    assert (written.count("event handler failed"), "RuntimeError: 3" in written) == (1, True)


def test_failed_handler_is_logged_as_the_line_that_up_shows(said: tuple[str, str]) -> None:
    logged = [json.loads(line) for line in said[0].splitlines() if line.startswith("{")]

    assert [line["event"] for line in logged if line["level"] == "error"] == ["event handler failed"]


def test_log_of_words_is_no_json(said: tuple[str, str]) -> None:
    assert [line for line in said[1].splitlines() if line.startswith("{")] == []


def test_the_web_process_starts_with_its_log_in_place() -> None:
    assert processes.web_command()[-1] == "prapazar.app:serve"

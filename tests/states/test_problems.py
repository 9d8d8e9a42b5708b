"""An error no handler caught: told to the person by a reference, kept in the log without what the handler held."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from prapazar.cli import checkout, processes

_FAILING = """
import asyncio

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.utils.format import format_event_handler

import prapazar.app as web
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
"""
_HELD = ("Zübeyde", "Karabıyıkoğlu", "tok-9f3c77", "tck-10000000146")


def _run(data_dir: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in os.environ.items() if not name.startswith("PRAPAZAR_")}
    return subprocess.run(  # noqa: S603 - our own Python and the text above
        [sys.executable, "-c", _FAILING],
        cwd=checkout.ROOT,
        env={**own, **processes.WEB_ENVIRONMENT, "PRAPAZAR_DATA_DIR": str(data_dir), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


@pytest.mark.parametrize("as_json", ["true", "false"])
def test_failed_handler_leaves_nothing_it_held_in_the_log(tmp_path: Path, as_json: str) -> None:
    ended = _run(tmp_path, PRAPAZAR_LOG_JSON=as_json)
    written = ended.stdout + ended.stderr

    assert [held for held in _HELD if held in written] == []
    assert (written.count("event handler failed"), "RuntimeError: 3" in written) == (1, True)


def test_failed_handler_is_logged_as_the_line_that_up_shows(tmp_path: Path) -> None:
    ended = _run(tmp_path)
    logged = [json.loads(line) for line in ended.stderr.splitlines() if line.startswith("{")]

    assert [line["event"] for line in logged if line["level"] == "error"] == ["event handler failed"]


def test_the_web_process_starts_with_its_log_in_place() -> None:
    assert processes.web_command()[-1] == "prapazar.app:serve"

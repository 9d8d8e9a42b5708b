"""Logs of the processes: errors found, files kept small."""

from pathlib import Path

import pytest

from prapazar.cli import logs


def test_new_errors_are_told_once_and_in_one_line(tmp_path: Path) -> None:
    log = logs.Log(tmp_path / "worker.log")
    with log.path.open("a") as lines:
        lines.write('{"level": "info", "event": "started"}\nplain words\n')
        lines.write('{"level": "error", "event": "push failed", "exception": "Traceback\\nTimeout: slow"}\n')
        lines.write('{"level": "error", "event": "not whole')

    first, second = log.new_errors(), log.new_errors()

    assert (first, second) == (["push failed: Timeout: slow"], [])


def test_last_lines_are_those_of_this_run(tmp_path: Path) -> None:
    log = logs.Log(tmp_path / "worker.log")
    log.path.write_text("an earlier run\n")

    log.begin_run()
    with log.path.open("a") as lines:
        lines.write("one\ntwo\nthree\n")

    assert (log.last_lines(2), log.of_this_run()) == ("two\nthree", "one\ntwo\nthree\n")


def test_large_log_is_moved_aside_while_its_writer_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 10)
    log = logs.Log(tmp_path / "worker.log")

    with log.path.open("ab", buffering=0) as writer:
        writer.write(b"a long first line\n")
        log.keep_small()
        writer.write(b'{"level": "error", "event": "after"}\n')

    assert (tmp_path / "worker.log.1").read_text() == "a long first line\n"
    assert log.new_errors() == ["after"]

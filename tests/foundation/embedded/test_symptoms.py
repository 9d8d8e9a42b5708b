"""The sentence behind the log of a server that did not start."""

from pathlib import Path

import pytest

from prapazar.foundation.embedded import symptoms

_HOME = Path("/srv/shop/postgres")


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (
            'PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device',
            (
                "The disk that holds /srv/shop/postgres is full; "
                "free some space or choose another place with PRAPAZAR_DATA_DIR."
            ),
        ),
        (
            "FATAL:  database files are incompatible with server",
            "The data folder /srv/shop/postgres was made by another version of PostgreSQL.",
        ),
        (
            "FATAL:  could not open file: Permission denied",
            "PostgreSQL may not read or write its files in /srv/shop/postgres; check their owner.",
        ),
        (
            "LOG:  starting\nFATAL:  something new\nLOG:  database system is shut down\n",
            "PostgreSQL in /srv/shop/postgres did not start: FATAL:  something new",
        ),
        ("", "PostgreSQL in /srv/shop/postgres did not start: it left no message"),
    ],
)
def test_explain_gives_one_sentence(log: str, sentence: str) -> None:
    assert str(symptoms.explain("PostgreSQL", _HOME, log)) == sentence


def test_tail_reads_only_what_was_written_since(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("earlier\n")
    mark = symptoms.size(log)

    with log.open("a") as lines:
        lines.write("later\n")

    assert (symptoms.tail(log, mark), symptoms.tail(tmp_path / "none")) == ("later\n", "")

"""The embedded Redis: behind a password, killed and started again with its queue intact."""

import os
import socket
from pathlib import Path

import psutil
import pytest
import redis as client

from prapazar.foundation.embedded import redis
from prapazar.foundation.embedded.errors import EmbeddedError
from tests.factories.ports import held_port
from tests.factories.servers import succeeds_as_ordinary_user, supervised

pytestmark = pytest.mark.process


def _queue(url: str) -> list[bytes]:
    with client.Redis.from_url(url) as connection:
        return list(connection.lrange("outbound", 0, -1))


def _push(url: str, *values: str) -> None:
    with client.Redis.from_url(url) as connection:
        connection.rpush("outbound", *values)


def test_server_starts_in_an_empty_folder_and_stops(tmp_path: Path) -> None:
    server = redis.Server(tmp_path)

    url = server.start()
    with client.Redis.from_url(url) as connection:
        settings = [
            connection.config_get(name)[name]
            for name in ("appendonly", "appendfsync", "maxmemory-policy", "bind")
        ]
    was_alive = server.is_alive()
    server.stop()

    assert settings == ["yes", "everysec", "noeviction", "127.0.0.1"]
    assert (was_alive, server.is_alive(), server.pid) == (True, False, None)


def test_server_refuses_who_does_not_know_the_password(tmp_path: Path) -> None:
    with redis.Server(tmp_path) as server:
        address = server.url.split("@")[1]

        with (
            client.Redis.from_url(f"redis://:wrong@{address}") as connection,
            pytest.raises(client.AuthenticationError),
        ):
            connection.ping()

    secrets = [(tmp_path / "redis" / name).stat().st_mode & 0o777 for name in ("password", "redis.conf")]
    assert secrets == [0o600, 0o600]


def test_queue_survives_a_clean_stop(tmp_path: Path) -> None:
    with redis.Server(tmp_path) as server:
        _push(server.url, "a", "b", "c")

    with redis.Server(tmp_path) as server:
        assert _queue(server.url) == [b"a", b"b", b"c"]


def test_queue_survives_the_kill_of_the_supervisor(tmp_path: Path) -> None:
    with supervised("redis", tmp_path) as first:
        _push(first.url, "a", "b", "c")
        first.kill()

        with redis.Server(tmp_path) as second:
            assert _queue(second.url) == [b"a", b"b", b"c"]
        assert first.server_has_gone()


def test_queue_survives_the_kill_of_both(tmp_path: Path) -> None:
    with supervised("redis", tmp_path) as first:
        _push(first.url, "a", "b", "c")
        first.kill_with_server()

        with redis.Server(tmp_path) as second:
            assert _queue(second.url) == [b"a", b"b", b"c"]


def test_append_only_file_that_was_cut_off_is_read_up_to_there(tmp_path: Path) -> None:
    with redis.Server(tmp_path) as server:
        _push(server.url, "a", "b", "c")
    log = tmp_path / "redis/appendonly.aof"
    log.write_bytes(log.read_bytes() + b"*3\r\n$5\r\nRPUSH\r\n$8\r\noutb")

    with redis.Server(tmp_path) as server:
        assert _queue(server.url) == [b"a", b"b", b"c"]


def test_port_is_kept_while_it_is_free_and_changed_when_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    (tmp_path / "redis/pid").write_text(f"0\n{held_port()}\n")  # between two starts nobody else takes it
    with redis.Server(tmp_path) as server:
        first = server.url
    with redis.Server(tmp_path) as server:
        second = server.url
    port = int(first.split(":")[-1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)), redis.Server(tmp_path) as server:
        third = server.url
        answers = server.is_alive()

    assert (second == first, third == first, answers) == (True, False, True)


def test_second_supervisor_is_told_who_has_the_folder(tmp_path: Path) -> None:
    with supervised("redis", tmp_path) as first:
        with pytest.raises(EmbeddedError) as refused:
            redis.Server(tmp_path).start()

        assert str(refused.value) == (
            f"{tmp_path}/redis is in use by another PraPazar (process {first.pid}); stop that one first."
        )


def test_running_url_is_known_to_other_processes_while_the_server_runs(tmp_path: Path) -> None:
    before = redis.running_url(tmp_path)
    with supervised("redis", tmp_path) as first:
        during = redis.running_url(tmp_path)
        url = first.url
        first.kill_with_server()

    assert (before, during, redis.running_url(tmp_path)) == (None, url, None)


def test_kept_process_id_that_means_another_program_now_is_left_alone(tmp_path: Path) -> None:
    with redis.Server(tmp_path) as server:
        _push(server.url, "a")
    (tmp_path / "redis/pid").write_text(f"{os.getpid()}\n1\n")

    with redis.Server(tmp_path) as server:
        assert _queue(server.url) == [b"a"]


def test_damaged_append_only_file_is_named(tmp_path: Path) -> None:
    with redis.Server(tmp_path) as server:
        _push(server.url, "a")
    (tmp_path / "redis/appendonly.aof").write_bytes(b"this is no append-only file\n" * 20)

    with pytest.raises(EmbeddedError) as refused:
        redis.Server(tmp_path).start()

    assert str(refused.value) == (
        f"The append-only file of Redis in {tmp_path}/redis is damaged; see server.log there."
    )


def test_ordinary_user_starts_and_starts_again() -> None:
    def work(folder: Path) -> None:
        with redis.Server(folder) as server:
            _push(server.url, "a")
        with redis.Server(folder) as server:
            assert _queue(server.url) == [b"a"]
            assert server.pid is not None
            assert psutil.Process(server.pid).uids().real == os.getuid() != 0

    assert succeeds_as_ordinary_user(work)

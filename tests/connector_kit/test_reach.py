"""Addresses a merchant typed: none leads into our own network, by whatever name, answer or redirect."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.http import Answer, Call, Caller, Wire, build_client
from prapazar.connector_kit.reach import PUBLIC, HostForbidden, Reach, pool, reach
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.foundation.settings import settings

_SHOP = "shop.test"


class Machine(ThreadingHTTPServer):
    """Something that listens on this machine; it remembers the paths it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.onward = ""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: Machine

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(302 if self.server.onward else 200)
        if self.server.onward:
            self.send_header("location", self.server.onward)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Silent."""


@pytest.fixture
def machine() -> Iterator[Callable[[], Machine]]:
    running: list[Machine] = []

    def start() -> Machine:
        made = Machine()
        threading.Thread(target=made.serve_forever, daemon=True).start()
        running.append(made)
        return made

    yield start
    for one in running:
        one.shutdown()
        one.server_close()
    pool.cache_clear()


class Names:
    """Stands where the name servers are: names of `.test` get the next of their answers, others the real one."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self.answers, self.asked = answers, list[str]()
        self._real = socket.getaddrinfo

    def __call__(self, host: str, port: int, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - the library's shape
        self.asked.append(host)
        if host not in self.answers:
            return self._real(host, port, *args, **more)
        known = self.answers[host]
        found = known.pop(0) if len(known) > 1 else known[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Names]:
    def answer(**answers: list[list[str]]) -> Names:
        made = Names({f"{name}.test": found for name, found in answers.items()})
        monkeypatch.setattr(socket, "getaddrinfo", made)
        return made

    return answer


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def allow(hosts: str) -> None:
        monkeypatch.setenv("PRAPAZAR_ALLOW_PRIVATE_HOSTS", hosts)
        settings.cache_clear()

    yield allow
    settings.cache_clear()


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.8.8.8", "localhost", "0.0.0.0", "::1", "::"),  # noqa: S104 - refused, not listened on
        *("10.0.0.5", "172.16.4.4", "192.168.1.1", "100.64.0.1", "fd12:3456::1"),
        *("169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
        *("224.0.0.1", "255.255.255.255", "ff02::1"),
        *("2130706433", "0x7f000001", "0177.0.0.1", "127.1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_addresses_of_our_own_network_are_forbidden_in_every_spelling(host: str) -> None:
    with pytest.raises(HostForbidden):
        PUBLIC.addresses(host, 80)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:4700:4700::1111", "::ffff:93.184.215.14"])
def test_public_addresses_are_reached(host: str) -> None:
    assert PUBLIC.addresses(host, 443) == [host]


def test_name_is_judged_by_what_it_leads_to_and_one_bad_answer_is_enough(names: Callable[..., Names]) -> None:
    names(
        good=[["93.184.215.14", "93.184.215.15"]], bad=[["10.0.0.7"]], mixed=[["93.184.215.14", "10.0.0.7"]]
    )

    reached = PUBLIC.addresses("good.test", 443)
    refused = []
    for host in ("bad.test", "mixed.test"):
        with pytest.raises(HostForbidden) as problem:
            PUBLIC.addresses(host, 443)
        refused.append(str(problem.value))

    assert (reached, refused) == (["93.184.215.14", "93.184.215.15"], ["bad.test", "mixed.test"])


@pytest.mark.parametrize(
    ("allowed", "reached"),
    [
        ("", []),
        ("shop.lan, 192.168.1.0/24", ["192.168.1.7"]),
        ("10.1.2.3", ["10.1.2.3"]),
        ("*", ["127.0.0.1", "10.1.2.3", "192.168.1.7"]),
        ("*,169.254.169.254", ["127.0.0.1", "10.1.2.3", "192.168.1.7", "169.254.169.254"]),
    ],
)
def test_operator_opens_hosts_and_metadata_only_by_its_own_name(
    operator: Callable[[str], None], allowed: str, reached: list[str]
) -> None:
    operator(allowed)
    tried = ["127.0.0.1", "10.1.2.3", "192.168.1.7", "169.254.169.254", "168.63.129.16"]

    assert [host for host in tried if _is_reached(reach(), host)] == reached


def test_operator_opens_a_shop_by_its_name(
    operator: Callable[[str], None], names: Callable[..., Names]
) -> None:
    operator("Shop.test")
    names(shop=[["192.168.1.7"]], other=[["192.168.1.7"]])

    assert [_is_reached(reach(), host) for host in (_SHOP, "other.test")] == [True, False]


def test_sandbox_is_trusted_at_its_own_port_and_only_in_its_environment(
    operator: Callable[[str], None],
) -> None:
    operator("")
    sandbox = reach(trusted="http://127.0.0.1:8124")

    assert [sandbox.addresses("127.0.0.1", 8124), _is_reached(sandbox, "127.0.0.1")] == [["127.0.0.1"], False]
    assert _is_reached(reach(), "127.0.0.1", 8124) is False


def test_call_into_our_network_is_rejected_at_once_and_nothing_is_asked(
    machine: Callable[[], Machine],
) -> None:
    inner = machine()
    recorded: list[TrafficRecord] = []
    caller = _caller(f"http://127.0.0.1:{inner.port}", PUBLIC, recorded)

    with pytest.raises(Rejected) as problem:
        caller.send(Call("orders", "GET", "/orders"))

    assert (problem.value.code, inner.asked) == ("connector.host_forbidden", [])
    assert [(one.status, one.error) for one in recorded] == [(None, "connector.host_forbidden")]


def test_connection_goes_to_the_answer_that_was_checked(
    machine: Callable[[], Machine], names: Callable[..., Names]
) -> None:
    """A name server may answer a public address to the check and our own to the connection."""
    inner = machine()
    told = names(shop=[["127.0.0.1"], ["10.0.0.7"]])
    caller = _caller(f"http://{_SHOP}:{inner.port}", Reach(allowed=("127.0.0.0/8",)), [])

    answer = caller.send(Call("orders", "GET", "/orders"))

    assert (answer.status, inner.asked) == (200, ["/orders"])
    assert told.asked == [_SHOP, "127.0.0.1"]


def test_name_that_leads_home_on_a_later_connection_is_refused_then(
    machine: Callable[[], Machine], names: Callable[..., Names]
) -> None:
    inner = machine()
    names(shop=[["127.0.0.1"], ["127.9.9.9"]])
    allowed = Reach(allowed=("127.0.0.1",))
    call = Call("orders", "GET", "/orders")

    first = _caller(f"http://{_SHOP}:{inner.port}", allowed, []).send(call)
    pool.cache_clear()  # its kept connection is gone, as after its five seconds
    with pytest.raises(Rejected):
        _caller(f"http://{_SHOP}:{inner.port}", allowed, []).send(call)

    assert (first.status, inner.asked) == (200, ["/orders"])


def test_redirect_home_is_neither_followed_nor_possible(machine: Callable[[], Machine]) -> None:
    outer, inner = machine(), machine()
    outer.onward = f"http://127.0.0.2:{inner.port}/secret"
    allowed = Reach(allowed=("127.0.0.1",))

    with pytest.raises(ConnectorError):
        _caller(f"http://127.0.0.1:{outer.port}", allowed, []).send(Call("orders", "GET", "/orders"))
    following = httpx.Client(transport=pool(allowed), follow_redirects=True, trust_env=False)
    with pytest.raises(HostForbidden):
        following.get(f"http://127.0.0.1:{outer.port}/orders")

    assert (outer.asked, inner.asked) == (["/orders", "/orders"], [])


def test_merchants_own_shop_is_checked_and_the_sandbox_is_not(
    machine: Callable[[], Machine], operator: Callable[[str], None]
) -> None:
    operator("")
    inner = machine()
    address = f"http://127.0.0.1:{inner.port}"
    form = {"shop_url": f"{address}/woocommerce/default"}
    keys = {"consumer_key": "ck_1", "consumer_secret": "cs_1"}

    with pytest.raises(Rejected) as problem:
        registry.build("woocommerce", form, keys, "live").test_credentials()
    asked_live = list(inner.asked)
    with pytest.raises(ConnectorError):  # it is there, but no shop
        registry.build("woocommerce", form, keys, "sandbox", sandbox_url=address).test_credentials()

    assert (problem.value.code, asked_live) == ("connector.host_forbidden", [])
    assert [path.partition("?")[0] for path in inner.asked[:1]] == ["/woocommerce/wp-json/wc/v3/products"]


def _is_reached(allowed: Reach, host: str, port: int = 80) -> bool:
    try:
        return bool(allowed.addresses(host, port))
    except HostForbidden:
        return False


def _caller(address: str, allowed: Reach, recorded: list[TrafficRecord]) -> Caller:
    client = build_client(address, user_agent="PraPazar", reach=allowed)
    return Caller(client, Wire(recorder=recorded.append), "account", {}, _read_error)


def _read_error(answer: Answer) -> ConnectorError:
    return error_by_status(answer, str(answer.status), rejected_code="shop.rejected")

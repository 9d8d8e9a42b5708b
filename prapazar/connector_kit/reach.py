"""Which machines a call may reach: an address a merchant typed must not lead into the network we stand in."""

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import httpcore
import httpx

from prapazar.foundation.settings import settings

EVERY = "*"
_MOST_CONNECTIONS = 64
_KEPT_SECONDS = 5.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16"), ipaddress.ip_address("192.0.0.192")})
"""Clouds that tell about the machine itself at an address that counts as public; the others' do not."""
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class HostForbidden(Exception):
    """The name leads to this machine, its network or its cloud's metadata; not said which."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`trusted` are host and port of our own pretend channels, `allowed` what the operator opened."""

    allowed: tuple[str, ...] = ()
    """Names, addresses, networks as `192.168.1.0/24`, or `*` for all but link-local and metadata."""
    trusted: frozenset[tuple[str, int]] = frozenset()

    def addresses(self, host: str, port: int) -> list[str]:
        """Where to connect to, checked. Raises HostForbidden; OSError where the name is unknown.

        Whoever connects must use these and not ask again: the next answer may be another one.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if (host, port) in self.trusted or host.lower() in self.allowed:
            return addresses
        if not all(self._permits(ipaddress.ip_address(one)) for one in addresses):
            raise HostForbidden(host)
        return addresses

    def _permits(self, address: _Address) -> bool:
        meant = _meant(address)
        if meant.is_global and not meant.is_multicast and meant not in _METADATA:
            return True
        if any(meant in network for network in _networks(self.allowed)):
            return True
        return EVERY in self.allowed and not meant.is_link_local and meant not in _METADATA


PUBLIC = Reach()


def reach(*, trusted: str | None = None) -> Reach:
    """What this installation allows; `trusted` is the base address of the built-in sandbox."""
    named = tuple(part.strip().lower() for part in settings().allow_private_hosts.split(",") if part.strip())
    if trusted is None:
        return Reach(named)
    url = httpx.URL(trusted)
    return Reach(named, frozenset({(url.host, url.port or (443 if url.scheme == "https" else 80))}))


@lru_cache(maxsize=8)
def pool(allowed: Reach) -> httpx.BaseTransport:
    """Shared by all clients of the process with the same reach."""
    return _GuardedTransport(allowed)


def _meant(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


@lru_cache(maxsize=8)
def _networks(allowed: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Names among them are no networks; they were compared before."""
    found = []
    for part in allowed:
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            continue
    return tuple(found)


class _GuardedTransport(httpx.HTTPTransport):
    """httpx has no place for a network backend, so the pool it made is replaced by the same with ours."""

    def __init__(self, allowed: Reach) -> None:
        trust = ssl.create_default_context()
        super().__init__(verify=trust)
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            max_connections=_MOST_CONNECTIONS,
            max_keepalive_connections=_MOST_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=_CheckedNetwork(allowed),
        )


class _CheckedNetwork(httpcore.NetworkBackend):
    """Looks a name up once, checks every answer, and connects to exactly that; TLS still checks the name."""

    def __init__(self, allowed: Reach) -> None:
        self._reach = allowed
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            *others, last = self._reach.addresses(host, port)
        except OSError as unknown:
            raise httpcore.ConnectError(str(unknown)) from unknown
        for address in others:
            try:
                return self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next address of the same name
        return self._network.connect_tcp(last, port, timeout, local_address, socket_options)

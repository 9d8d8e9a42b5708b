"""Carries webhooks to their receivers in the background, one lane per webhook so that order is kept."""

import asyncio
import contextlib
import ipaddress
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from prapazar.sandbox.clock import Clock, to_ms
from prapazar.sandbox.faults import WEBHOOK, WEBHOOK_KINDS, FaultBoard, Kind
from prapazar.sandbox.jsontext import Json

_log = logging.getLogger(__name__)
_REORDER_WAIT = timedelta(seconds=2)
_LOG_SIZE = 1000
_TICK = 0.5


@dataclass
class Parcel:
    provider: str
    account: str
    webhook: str
    topic: str
    url: str
    body: bytes
    headers: dict[str, str]
    settle: Callable[[int | None], timedelta | None]
    """Told the receiver's status (None: unreachable); says after how long to try again, if at all."""
    timeout: timedelta = timedelta(seconds=10)
    auth: tuple[str, str] = ("", "")
    """User and password; no user: no Basic header."""
    method: str = "POST"
    wanted: bytes | None = None
    """The body it has to be answered with: any other counts as not reached."""
    attempt: int = 0
    due_ms: int = 0


@dataclass
class _Lane:
    waiting: deque[Parcel] = field(default_factory=deque)
    held: deque[Parcel] = field(default_factory=deque)
    """Out-of-order faults: goes out behind the next parcel, or after a short wait."""
    task: asyncio.Task[None] | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One delivery at a time, so that order is kept."""


class Courier:
    def __init__(self, clock: Clock, faults: FaultBoard) -> None:
        self.loopback_only = True
        self.paused = False
        """On: parcels wait for `deliver_now`."""
        self.deliveries: deque[Json] = deque(maxlen=_LOG_SIZE)
        self._clock = clock
        self._faults = faults
        self._lanes: dict[tuple[str, str, str], _Lane] = {}
        self._client: httpx.AsyncClient | None = None
        self._wake = asyncio.Event()

    def send(self, parcel: Parcel) -> None:
        parcel.due_ms = parcel.due_ms or self._clock.now_ms()
        lane = self._lanes.setdefault((parcel.provider, parcel.account, parcel.webhook), _Lane())
        fault = self._faults.strike(parcel.provider, parcel.account, WEBHOOK, parcel.topic, WEBHOOK_KINDS)
        kind = fault.kind if fault else None
        if kind is Kind.LOST_WEBHOOK:
            return
        if kind is Kind.REORDERED_WEBHOOK:
            parcel.due_ms = self._clock.now_ms() + to_ms(_REORDER_WAIT)
            lane.held.append(parcel)
        else:
            lane.waiting.append(parcel)
            lane.waiting.extend(lane.held)
            lane.held.clear()
        if kind is Kind.DUPLICATE_WEBHOOK:
            lane.waiting.append(parcel)
        self._start(lane)

    def pending(self) -> int:
        return sum(len(lane.waiting) + len(lane.held) for lane in self._lanes.values())

    def wake(self) -> None:
        """The clock was moved: look again at what is due."""
        self._wake.set()

    def start(self) -> None:
        for lane in self._lanes.values():
            self._start(lane)

    async def deliver_now(self) -> int:
        """Send everything that waits, retries included, whatever its due time; answers how many went out."""
        sent = 0
        for lane in list(self._lanes.values()):
            async with lane.busy:
                due = [*lane.waiting, *lane.held]
                lane.waiting.clear()
                lane.held.clear()
                for parcel in due:
                    await self._deliver(lane, parcel)
                    sent += 1
        return sent

    async def close(self) -> None:
        for lane in self._lanes.values():
            await self._stop(lane)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def forget_all(self) -> None:
        for lane in self._lanes.values():
            lane.waiting.clear()
            lane.held.clear()
        self.deliveries.clear()

    def _start(self, lane: _Lane) -> None:
        if self.paused or not (lane.waiting or lane.held):
            return
        if lane.task is None or lane.task.done():
            with contextlib.suppress(RuntimeError):  # seeded before the loop runs: `start` comes later
                lane.task = asyncio.get_running_loop().create_task(self._run(lane))

    async def _stop(self, lane: _Lane) -> None:
        if lane.task is not None and not lane.task.done():
            lane.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await lane.task
        lane.task = None

    async def _run(self, lane: _Lane) -> None:
        while not self.paused and (lane.waiting or lane.held):
            async with lane.busy:
                parcel = self._take_due(lane)
                if parcel is not None:
                    await self._deliver(lane, parcel)
            if parcel is None:
                await self._pause()

    def _take_due(self, lane: _Lane) -> Parcel | None:
        now = self._clock.now_ms()
        for shelf in (lane.waiting, lane.held):
            for parcel in shelf:
                if parcel.due_ms <= now:
                    shelf.remove(parcel)
                    return parcel
        return None

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), _TICK)
        self._wake.clear()

    async def _deliver(self, lane: _Lane, parcel: Parcel) -> None:
        parcel.attempt += 1
        status, body = await self._post(parcel)
        is_taken = parcel.wanted is None or body.strip() == parcel.wanted
        self.deliveries.append(
            {
                "provider": parcel.provider,
                "account": parcel.account,
                "webhook": parcel.webhook,
                "topic": parcel.topic,
                "url": parcel.url,
                "attempt": parcel.attempt,
                "status": status,
                "taken": is_taken,
                "at": self._clock.now_ms(),
            }
        )
        again = parcel.settle(status if is_taken else None)
        if again is not None:
            parcel.due_ms = self._clock.now_ms() + to_ms(again)
            lane.waiting.append(parcel)

    async def _post(self, parcel: Parcel) -> tuple[int | None, bytes]:
        if self.loopback_only and not is_loopback(parcel.url):
            _log.warning("webhook to %s not sent: only loopback receivers are allowed", parcel.url)
            return None, b""
        if self._client is None:
            # No environment proxies: a webhook to loopback must not leave the machine through one.
            self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False)
        try:
            answer = await self._client.request(
                parcel.method,
                parcel.url,
                content=parcel.body,
                headers=parcel.headers,
                auth=httpx.BasicAuth(*parcel.auth) if parcel.auth[0] else httpx.Auth(),
                timeout=parcel.timeout.total_seconds(),
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return None, b""
        return answer.status_code, answer.content


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

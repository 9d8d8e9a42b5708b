"""Counting requests in sliding windows, the way gateways do."""

from collections import deque

from prapazar.sandbox.clock import Clock


class Window:
    """At most `allowed` calls in any `span_ms`; refused calls do not count."""

    __slots__ = ("_times", "allowed", "span_ms")

    def __init__(self, allowed: int, span_ms: int) -> None:
        self.allowed = allowed
        self.span_ms = span_ms
        self._times: deque[int] = deque()

    def wait_ms(self, now_ms: int) -> int:
        """0 when there is room, else how long until there is."""
        times = self._times
        while times and times[0] <= now_ms - self.span_ms:
            times.popleft()
        if len(times) < self.allowed:
            return 0
        return times[0] + self.span_ms - now_ms if times else self.span_ms

    def left(self, now_ms: int) -> int:
        """How many calls it has room for; asked right after `wait_ms`."""
        return self.allowed - sum(at > now_ms - self.span_ms for at in self._times)

    def count(self, now_ms: int) -> None:
        self._times.append(now_ms)


class Gate:
    """All windows of one provider, made when first asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[str, str], Window] = {}

    def enter(self, account: str, rules: list[tuple[str, int, int]]) -> int:
        """Rules are (name, allowed, span_ms). All must have room, else nothing is counted.

        Answers 0, or the milliseconds until the tightest window has room again.
        """
        now = self._clock.now_ms()
        windows = [self._window(account, name, allowed, span) for name, allowed, span in rules]
        wait = max((window.wait_ms(now) for window in windows), default=0)
        if wait == 0:
            for window in windows:
                window.count(now)
        return wait

    def left(self, account: str, rules: list[tuple[str, int, int]]) -> list[int]:
        """How many calls each window has room for now, for those who tell it in headers."""
        now = self._clock.now_ms()
        return [self._window(account, *rule).left(now) for rule in rules]

    def clear(self) -> None:
        self._windows.clear()

    def _window(self, account: str, name: str, allowed: int, span_ms: int) -> Window:
        window = self._windows.get((account, name))
        if window is None:
            window = self._windows[account, name] = Window(allowed, span_ms)
        window.allowed, window.span_ms = allowed, span_ms
        return window

"""The list one sees while the shop starts: what is done, what is under way, how long each took."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

_WIDEST = 70


class Steps:
    """Drawn anew in a terminal; elsewhere one line per finished step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self._notes: dict[str, str] = {}
        self._live = Live(console=console, refresh_per_second=8) if console.is_terminal else None
        self._began_at = time.monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.update(self._table())
            self._live.stop()

    @property
    def total(self) -> float:
        return time.monotonic() - self._began_at

    def begin(self, name: str) -> None:
        self._begun[name] = time.monotonic()
        self._draw()

    def note(self, name: str, said: str) -> None:
        """The latest thing a step under way had to say."""
        if said and said != self._notes.get(name):
            self._notes[name] = said
            if not self._live:
                self._console.print(f"    {name}: {said}", markup=False, highlight=False, soft_wrap=True)
            self._draw()

    def end(self, name: str) -> None:
        self._took[name] = time.monotonic() - self._begun.pop(name)
        if not self._live:
            self._console.print(f"  ✓ {name}  {self._took[name]:.1f} s", highlight=False)
        self._draw()

    def _draw(self) -> None:
        if self._live:
            self._live.update(self._table())

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        for name, seconds in self._took.items():
            table.add_row(Text("✓", style="green"), name, Text(f"{seconds:.1f} s", style="dim"))
        for name in self._begun:
            table.add_row(Spinner("dots"), name, Text(self._notes.get(name, "")[-_WIDEST:], style="dim"))
        return table

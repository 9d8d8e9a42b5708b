"""A stage whose simulator counts requests in one window, by the rules `burst` and `burst_ms`."""

from typing import ClassVar

from tests.factories.stages.stage import Server


class Bursts:
    """Stands before `Stage` among a stage's bases."""

    slug: ClassVar[str]
    server: Server

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", f"/{self.slug}/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", f"/{self.slug}/rules", {"burst": 0})

"""The whole sandbox: the ground and the providers that stand on it."""

from dataclasses import asdict
from pathlib import Path
from typing import cast

from prapazar.sandbox import ground, jsontext, provider
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.woocommerce.mall import Mall

DEFAULT_ADDRESS = "http://127.0.0.1:8124"


class Sandbox:
    """Opened over a store path; without one everything is forgotten at the end."""

    def __init__(self, store_path: Path | None, address: str = DEFAULT_ADDRESS) -> None:
        self._address = address
        self.ground = ground.lay(store_path)
        self.providers = provider.open_all(self.ground, address)
        self._load_rules()

    @property
    def trendyol(self) -> Market:
        return cast("Market", self.providers["trendyol"].memory)

    @property
    def woocommerce(self) -> Mall:
        return cast("Mall", self.providers["woocommerce"].memory)

    def keep_rules(self) -> None:
        """Rules survive a restart like everything clients were told."""
        for slug, one in self.providers.items():
            self.ground.store.put("rules", "", slug, asdict(one.desk.rules))

    def reset(self) -> None:
        """Back to empty accounts; settings, faults and limits included."""
        self.ground.store.forget_all()
        self.ground.faults.clear()
        self.ground.journal.clear()
        self.ground.courier.forget_all()
        self.ground.gate.clear()
        self.providers = provider.open_all(self.ground, self._address)

    async def close(self) -> None:
        await self.ground.courier.close()
        for door in self.ground.doors.values():
            door.close()
        self.ground.store.close()

    def _load_rules(self) -> None:
        for document in self.ground.store.documents("rules"):
            if document.key not in self.providers:
                continue
            rules = self.providers[document.key].desk.rules
            for name, value in jsontext.parse_object(document.body).items():
                setattr(rules, name, value)

"""The whole sandbox: the ground and the providers that stand on it."""

from dataclasses import asdict
from pathlib import Path

from prapazar.sandbox import ground, jsontext, trendyol, woocommerce
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.woocommerce.mall import Mall


class Sandbox:
    """Opened over a store path; without one everything is forgotten at the end."""

    def __init__(self, store_path: Path | None) -> None:
        self.ground = ground.lay(store_path)
        self.trendyol = Market(self.ground)
        self.woocommerce = Mall(self.ground)
        self._open_default_accounts()
        self._load_rules()

    def keep_rules(self) -> None:
        """Rules survive a restart like everything clients were told."""
        for slug, held in (("trendyol", self.trendyol.rules), ("woocommerce", self.woocommerce.rules)):
            self.ground.store.put("rules", "", slug, asdict(held))

    def reset(self) -> None:
        """Back to two empty accounts; settings, faults and limits included."""
        self.ground.store.forget_all()
        self.ground.faults.clear()
        self.ground.journal.clear()
        self.ground.courier.forget_all()
        self.ground.gate.clear()
        self.trendyol = Market(self.ground)
        self.woocommerce = Mall(self.ground)
        self._open_default_accounts()

    async def close(self) -> None:
        await self.ground.courier.close()
        self.ground.store.close()

    def _open_default_accounts(self) -> None:
        if not self.trendyol.sellers:
            trendyol.open_account(self.trendyol)
        if not self.woocommerce.shops:
            woocommerce.open_shop(self.woocommerce)

    def _load_rules(self) -> None:
        rules = {"trendyol": self.trendyol.rules, "woocommerce": self.woocommerce.rules}
        for document in self.ground.store.documents("rules"):
            for name, value in jsontext.parse_object(document.body).items():
                setattr(rules[document.key], name, value)

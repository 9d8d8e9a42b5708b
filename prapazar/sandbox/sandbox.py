"""The whole sandbox: the ground and the providers that stand on it."""

from pathlib import Path

from prapazar.sandbox import ground, trendyol, woocommerce
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.woocommerce.mall import Mall


class Sandbox:
    """Opened over a store path; without one everything is forgotten at the end."""

    def __init__(self, store_path: Path | None) -> None:
        self.ground = ground.lay(store_path)
        self.trendyol = Market(self.ground)
        self.woocommerce = Mall(self.ground)
        self._open_default_accounts()

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

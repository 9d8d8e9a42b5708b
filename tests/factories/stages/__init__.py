"""Pretend providers to run the contract suite against: one module here for each connector with a simulator."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tests.factories.stages.process import sandbox as sandbox
from tests.factories.stages.stage import Article as Article
from tests.factories.stages.stage import Server as Server
from tests.factories.stages.stage import Stage as Stage
from tests.factories.stages.trendyol import TrendyolStage as TrendyolStage
from tests.factories.stages.woocommerce import WooCommerceStage as WooCommerceStage

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def _below(kind: type[Stage]) -> Iterator[type[Stage]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


STAGES: dict[str, type[Stage]] = {
    one.slug: one
    for one in _below(Stage)  # type: ignore[type-abstract]  # the abstract ones have no slug
    if "slug" in vars(one)
}

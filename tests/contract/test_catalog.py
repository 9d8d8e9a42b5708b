"""The real connectors read the pretend shops: two channels sell the same articles, our books have them once."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries.filters import ProductFilter
from prapazar.flows import catalog
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make
from tests.factories import stages
from tests.factories.stages import Article, Server, TrendyolStage, WooCommerceStage

ARTICLES = [Article(f"869000000000{number}", title=f"Oyalı Şal {number}", quantity=7) for number in range(3)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with stages.sandbox() as running:
        yield running


def imported(scope: Scope, stage: TrendyolStage | WooCommerceStage) -> UUID:
    with db.transaction(scope) as session:
        connection_id = make.connection(session, scope, stage.slug)
        run_id = runs.start_run(session, scope, ImportKind.CHANNEL, stage.slug, connection_id=connection_id)
    catalog.read_all(scope, connection_id, stage.connector(), run_id)
    return connection_id


def test_articles_of_two_channels_become_one_product_each(scope: Scope, server: Server) -> None:
    trendyol, shop = TrendyolStage(server, "katalog1"), WooCommerceStage(server, "katalog2")
    trendyol.seed(ARTICLES)
    shop.seed(ARTICLES)

    first = imported(scope, trendyol)
    done = catalog.adopt_all(scope, first)
    imported(scope, shop)

    with db.transaction(scope) as session:
        rows = queries.page(session, scope, ProductFilter(), sort="name", is_descending=False).rows
    assert (done.variants, done.refused) == (3, ())
    assert [(row.sku, row.price_from, row.on_hand, [c.connector for c in row.channels]) for row in rows] == [
        (article.key, Decimal("129.90"), 7, ["trendyol", "woocommerce"]) for article in ARTICLES
    ]

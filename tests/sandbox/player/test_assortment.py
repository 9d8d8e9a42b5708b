"""The extract holds sound articles, and the two shops disagree about some of them on purpose."""

from decimal import Decimal

from prapazar.sandbox.player.assortment import Shop, articles, by_popularity, labels, records
from prapazar.sandbox.trendyol.reference import is_leaf


def _check_digit(barcode: str) -> int:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(barcode[:12]))
    return -total % 10


def test_articles_are_many_and_have_codes_of_their_own() -> None:
    held = articles()

    assert 600 <= len(held) <= 910
    assert len({article.sku for article in held}) == len(held)
    assert len({article.barcode for article in held}) == len(held)
    assert len({article.name for article in held}) == len(held)


def test_articles_have_valid_turkish_barcodes() -> None:
    wrong = [
        article.barcode
        for article in articles()
        if article.barcode[:3] not in {"868", "869"}
        or _check_digit(article.barcode) != int(article.barcode[12])
    ]

    assert wrong == []


def test_articles_sit_on_leaves_of_the_category_tree() -> None:
    assert [article.name for article in articles() if not is_leaf(article.category_id)] == []


def test_articles_can_be_sold_at_a_profit() -> None:
    odd = [
        article.name
        for article in articles()
        if article.vat_rate not in {1, 10, 20}
        or not Decimal(0) < article.cost < article.sale_price <= article.list_price
        or article.desi <= 0
        or not 0 <= article.stock <= 500
        or len(article.title) > 100
    ]

    assert odd == []


def test_articles_of_one_group_share_their_title_and_differ_in_size() -> None:
    groups: dict[str, list[tuple[str, str]]] = {}
    for article in articles():
        if article.variant_group:
            groups.setdefault(article.variant_group, []).append((article.title, article.size))

    assert 20 <= len(groups) <= 40
    assert [group for group, sizes in groups.items() if len({title for title, _ in sizes}) != 1] == []
    assert [group for group, sizes in groups.items() if len(set(sizes)) < 2] == []


def test_shops_overlap_by_about_nine_tenths() -> None:
    here = {record.article.sku for record in records(Shop.TRENDYOL)}
    there = {record.article.sku for record in records(Shop.WOOCOMMERCE)}

    assert here | there == {article.sku for article in articles()}
    assert 0.85 < len(here & there) / len(articles()) < 0.95
    assert here - there
    assert there - here


def test_records_of_the_web_shop_leave_something_to_review() -> None:
    web = records(Shop.WOOCOMMERCE)
    market = records(Shop.TRENDYOL)

    other_sku = [one for one in web if one.sku != one.article.sku and one.barcode == one.article.barcode]
    other_barcode = [one for one in web if one.barcode not in {"", one.article.barcode}]
    no_codes = [one for one in web if not one.barcode]
    assert min(len(other_sku), len(other_barcode), len(no_codes)) >= 4
    assert [one for one in other_barcode if sorted(one.barcode) != sorted(one.article.barcode)] == []
    assert [one for one in market if (one.sku, one.barcode) != (one.article.sku, one.article.barcode)] == []
    assert len({one.sku for one in web}) == len(web)


def test_popularity_holds_every_article_once() -> None:
    assert sorted(by_popularity(), key=lambda one: one.sku) == sorted(articles(), key=lambda one: one.sku)


def test_labels_give_brand_and_name() -> None:
    article = articles()[0]

    assert labels()[article.barcode] == (article.brand, article.name)

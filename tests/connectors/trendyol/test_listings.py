"""Writing listings at Trendyol: new ones, cards, variants, and what waits for approval."""

from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Unavailable
from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.records import ItemResult, ItemState, PushResult
from tests.connectors.trendyol.drafts import NEW_ITEM, draft
from tests.factories.provider import Answering, Provider, answer

_BASE = "/integration/product/sellers/1001"


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("trendyol", {"seller_id": "1001"}, {"api_key": "k", "api_secret": "s"})


def _shop(*cards: dict[str, Any], **answers: httpx.Response) -> Provider:
    """Knows these cards and one brand; every write is a batch named like its path's last part."""

    def serve(request: httpx.Request) -> httpx.Response:
        last = request.url.path.rsplit("/", 1)[-1]
        if last in answers:
            return answers[last]
        if last == "approved":
            return answer({"totalElements": len(cards), "content": list(cards)})
        if last == "by-name":
            return answer([{"id": 1001, "name": "Çınar"}])
        if last == "attributes":
            size = {"attribute": {"id": 338, "name": "Beden"}, "required": True, "allowCustom": False}
            return answer({"categoryAttributes": [{**size, "varianter": True}]})
        return answer({"batchRequestId": last})

    serving: Answering = serve
    return Provider([serving])


def _card(number: int, *barcodes: str) -> dict[str, Any]:
    return {"contentId": number, "variants": [{"barcode": barcode} for barcode in barcodes]}


def _written(provider: Provider) -> dict[str, list[dict[str, Any]]]:
    return {
        request.url.path.removeprefix(_BASE): load_json(request.content)["items"]
        for request in provider.requests
        if request.method == "POST"
    }


def test_each_draft_goes_to_its_own_service() -> None:
    provider = _shop(_card(70, "868", "869"))
    drafts = [
        draft(sku="NEU"),
        draft(external_id="868", barcode="868"),
        draft(external_id="869", barcode="869"),
        draft(external_id="555", barcode="555"),
    ]

    pushed = _connector(provider).write_listings(drafts)

    written = _written(provider)
    assert pushed == PushResult(
        batch_external_id="products,content-bulk-update,variant-bulk-update,unapproved-bulk-update"
    )
    assert [one["stockCode"] for one in written["/v2/products"]] == ["NEU"]
    assert [one["contentId"] for one in written["/products/content-bulk-update"]] == [70]
    assert [one["barcode"] for one in written["/products/variant-bulk-update"]] == ["868", "869"]
    assert [one["barcode"] for one in written["/products/unapproved-bulk-update"]] == ["555"]


def test_brand_without_an_id_is_looked_up_once() -> None:
    provider = _shop()

    _connector(provider).write_listings(
        [draft(brand_external_id=None), draft(brand_external_id=None, sku="TS-L")]
    )

    assert [asked.path for asked in provider.asked].count("/integration/product/brands/by-name") == 1
    assert _written(provider)["/v2/products"] == [NEW_ITEM, {**NEW_ITEM, "stockCode": "TS-L"}]


def test_draft_of_an_unknown_brand_is_refused_and_the_others_go() -> None:
    provider = _shop()

    pushed = _connector(provider).write_listings(
        [draft(sku="X", brand="Bilinmez", brand_external_id=None), draft()]
    )

    refused = ItemResult("X", ItemState.REJECTED, "trendyol.brand_unknown", "Bilinmez")
    assert pushed == PushResult((refused,), "products")
    assert _written(provider)["/v2/products"] == [NEW_ITEM]


def test_push_of_which_nothing_is_left_has_no_batch() -> None:
    provider = _shop()

    pushed = _connector(provider).write_listings([draft(currency="EUR")])

    assert pushed == PushResult((ItemResult("TS-M", ItemState.REJECTED, "trendyol.currency", "EUR"),))
    assert _written(provider) == {}


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_push_that_fails_half_way_may_have_arrived(status: int) -> None:
    broken = answer({"errors": []}, status)
    provider = _shop(_card(70, "868"), **{"variant-bulk-update": broken})

    with pytest.raises(Unavailable) as raised:
        _connector(provider).write_listings([draft(external_id="868")])

    assert raised.value.maybe_done


def test_refusal_of_a_card_is_told_for_each_of_its_barcodes() -> None:
    batches = {
        "c-1": {
            "batchRequestType": "ApprovedProductContentUpdate",
            "items": [
                {"requestItem": {"contentId": 70}, "status": "FAILED", "failureReasons": ["Görsel"]},
                {"requestItem": {"contentId": 71}, "status": "SUCCESS", "failureReasons": []},
            ],
        },
        "v-1": {
            "batchRequestType": "ApprovedProductVariantUpdate",
            "items": [
                {"requestItem": {"barcode": one}, "status": "SUCCESS"} for one in ("868", "869", "900")
            ],
        },
    }
    provider = _shop(
        _card(70, "868", "869"), **{number: answer(content) for number, content in batches.items()}
    )

    found = _connector(provider).fetch_batch("c-1,v-1")

    refused = [
        ItemResult(one, ItemState.REJECTED, "trendyol.item_refused", "Görsel") for one in ("868", "869")
    ]
    assert (found.is_final, list(found.items)) == (True, [*refused, ItemResult("900", ItemState.ACCEPTED)])

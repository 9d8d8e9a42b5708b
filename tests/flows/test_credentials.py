"""New credentials are tested before they are kept, and bring a refused store back to work."""

import pytest

from prapazar.flows import credentials
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db
from tests.factories.market import Market

BOTH = pytest.mark.parametrize("slug", ["trendyol", "woocommerce"])
_STATUS = "SELECT status FROM connection WHERE id = :id"
_PROBLEMS = (
    "SELECT count(*) FROM connection c LEFT JOIN sync_job j ON j.connection_id = c.id AND j.next_run_at > now()"
    " WHERE c.id = :id AND (c.last_error IS NOT NULL OR j.id IS NOT NULL)"
)
_SEALED = "SELECT credentials FROM connection WHERE id = :id"


@BOTH
def test_renewed_credentials_bring_a_refused_store_back(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    with db.system_transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE connection SET status = 'broken', last_error = 'connector.auth_failed' WHERE id = %s",
            (shop.connection_id,),
        )
        session.connection().exec_driver_sql(
            "UPDATE sync_job SET last_status = 'failed', next_run_at = now() + interval '1 day'"
            " WHERE connection_id = %s",
            (shop.connection_id,),
        )

    credentials.renew(market.scope, shop.connection_id, shop.stage.credentials)

    assert market.value(_STATUS, id=shop.connection_id) == "active"
    assert market.value(_PROBLEMS, id=shop.connection_id) == 0


@BOTH
def test_refused_credentials_are_not_kept(market: Market, slug: str) -> None:
    shop = market.shop(slug)
    before = market.value(_SEALED, id=shop.connection_id)
    wrong = {name: kept[:3] + "0" * 40 for name, kept in shop.stage.credentials.items()}

    with pytest.raises(ProviderFault):
        credentials.renew(market.scope, shop.connection_id, wrong)

    assert market.value(_SEALED, id=shop.connection_id) == before


def test_form_tells_what_is_kept_but_no_secret(market: Market) -> None:
    shop = market.shop("trendyol")

    found = {one.field.name: one for one in credentials.form(market.scope, shop.connection_id)}

    assert found["seller_id"].value == shop.stage.settings["seller_id"]
    assert found["seller_id"].is_fixed
    assert (found["api_key"].value, found["api_key"].is_kept) == ("", True)


def test_a_setting_is_changed_and_the_keys_stay(market: Market) -> None:
    shop = market.shop("trendyol")
    seller = shop.stage.settings["seller_id"]

    credentials.renew(
        market.scope, shop.connection_id, {"tier": "500k", "seller_id": "1", "api_key": "", "api_secret": ""}
    )

    kept = market.value("SELECT settings FROM connection WHERE id = :id", id=shop.connection_id)
    assert (kept["tier"], kept["seller_id"]) == ("500k", seller)

"""What a shop says about itself: system status, places, money, taxes, shipping, payment and reports."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provinces import PROVINCES
from prapazar.sandbox.woocommerce import formats, ordering, orders
from prapazar.sandbox.woocommerce.errors import ShopError
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_WORDPRESS = "6.8.8"
_GATEWAYS = (("bacs", "Havale / EFT"), ("cod", "Kapıda ödeme"), ("iyzico", "Kredi kartı"))
_CURRENCIES = ("TRY", "USD", "EUR", "GBP")
routes = Routes()


@routes.route("GET", "/wc/v3/system_status")
def system_status(visit: Visit) -> Reply:
    return json_reply(
        {
            "environment": {
                "home_url": visit.address,
                "site_url": visit.address,
                "version": ordering.VERSION,
                "wp_version": _WORDPRESS,
                "wp_multisite": False,
                "wp_memory_limit": 268435456,
                "wp_debug_mode": False,
                "wp_cron": True,
                "language": "tr_TR",
                "server_info": "sandbox",
                "php_version": "8.2.0",
                "default_timezone": "UTC",
            },
            "database": {"wc_database_version": ordering.VERSION},
            "active_plugins": _plugins(visit),
            "theme": {"name": "Storefront", "version": "4.6.0"},
            "settings": {
                "api_enabled": True,
                "force_ssl": False,
                "currency": visit.shop.currency,
                "currency_symbol": formats.symbol(visit.shop.currency),
                "currency_position": "left",
                "thousand_separator": ".",
                "decimal_separator": ",",
                "number_of_decimals": visit.shop.decimals,
            },
            "security": {"secure_connection": visit.call.scheme == "https", "hide_errors": True},
            "pages": [],
            "post_type_counts": [
                {"type": "product", "count": str(len(visit.shop.articles))},
                {"type": "shop_order", "count": str(len(visit.shop.orders))},
            ],
        }
    )


@routes.route("GET", "/wc/v3/data/countries")
def countries(visit: Visit) -> Reply:
    return json_reply([_turkiye(visit)])


@routes.route("GET", "/wc/v3/data/countries/{code}")
def country(visit: Visit) -> Reply:
    if visit.values["code"].upper() != "TR":
        raise ShopError(
            404, "woocommerce_rest_data_invalid_location", "There are no locations matching these parameters."
        )
    return json_reply(_turkiye(visit))


@routes.route("GET", "/wc/v3/data/currencies")
def currencies(visit: Visit) -> Reply:
    return json_reply([_currency(visit, code) for code in _CURRENCIES])


@routes.route("GET", "/wc/v3/data/currencies/{code}")
def currency(visit: Visit) -> Reply:
    """`current` is the shop's own."""
    code = visit.values["code"]
    code = visit.shop.currency if code == "current" else code.upper()
    if code not in (*_CURRENCIES, visit.shop.currency):
        raise ShopError(
            404,
            "woocommerce_rest_data_invalid_currency",
            "There are no currencies matching these parameters.",
        )
    return json_reply(_currency(visit, code))


@routes.route("GET", "/wc/v3/taxes/classes")
def tax_classes(_visit: Visit) -> Reply:
    return json_reply([{"slug": "standard", "name": "Standard rate"}])


@routes.route("GET", "/wc/v3/shipping/zones")
def shipping_zones(_visit: Visit) -> Reply:
    return json_reply([{"id": 0, "name": "Locations not covered by your other zones", "order": 0}])


@routes.route("GET", "/wc/v3/shipping/zones/{id}/methods")
def shipping_methods(_visit: Visit) -> Reply:
    method = {
        "id": 1,
        "instance_id": 1,
        "title": "Kargo",
        "order": 1,
        "enabled": True,
        "method_id": "flat_rate",
    }
    return json_reply([{**method, "method_title": "Flat rate", "settings": {}}])


@routes.route("GET", "/wc/v3/payment_gateways")
def payment_gateways(_visit: Visit) -> Reply:
    return json_reply([_gateway(place) for place in range(len(_GATEWAYS))])


@routes.route("GET", "/wc/v3/payment_gateways/{id}")
def payment_gateway(visit: Visit) -> Reply:
    for place, (name, _) in enumerate(_GATEWAYS):
        if name == visit.values["id"]:
            return json_reply(_gateway(place))
    raise ShopError(404, "woocommerce_rest_payment_gateway_invalid", "Resource does not exist.")


@routes.route("GET", "/wc/v3/settings")
def setting_groups(_visit: Visit) -> Reply:
    return json_reply(
        [{"id": "general", "label": "General", "description": "", "parent_id": "", "sub_groups": []}]
    )


@routes.route("GET", "/wc/v3/settings/{group}")
def settings(visit: Visit) -> Reply:
    return json_reply([_setting(visit, name) for name in _general(visit)])


@routes.route("GET", "/wc/v3/settings/{group}/{id}")
def setting(visit: Visit) -> Reply:
    if visit.values["id"] not in _general(visit):
        raise ShopError(404, "rest_setting_setting_invalid", "Invalid setting.")
    return json_reply(_setting(visit, visit.values["id"]))


@routes.route("GET", "/wc/v3/reports/orders/totals")
def order_totals(visit: Visit) -> Reply:
    return json_reply(orders.status_totals(visit))


def _plugins(visit: Visit) -> list[Json]:
    plugins = [{"plugin": "woocommerce/woocommerce.php", "name": "WooCommerce", "version": ordering.VERSION}]
    if visit.shop.shipment_tracking:
        name = "woocommerce-shipment-tracking"
        plugins.append({"plugin": f"{name}/{name}.php", "name": "Shipment Tracking", "version": "2.7.0"})
    return plugins


def _turkiye(visit: Visit) -> Json:
    return {
        "code": "TR",
        "name": "Türkiye",
        "states": [{"code": f"TR{plate:02d}", "name": name} for plate, name in enumerate(PROVINCES, 1)],
        "_links": {"self": [{"href": f"{visit.address}/wp-json/wc/v3/data/countries/tr"}]},
    }


def _currency(visit: Visit, code: str) -> Json:
    link = f"{visit.address}/wp-json/wc/v3/data/currencies/{code}"
    return {
        "code": code,
        "name": formats.currency_name(code),
        "symbol": formats.symbol(code),
        "_links": {"self": [{"href": link}]},
    }


def _gateway(place: int) -> Json:
    name, title = _GATEWAYS[place]
    return {
        "id": name,
        "title": title,
        "description": "",
        "order": place,
        "enabled": True,
        "method_title": title,
    }


def _general(visit: Visit) -> dict[str, str]:
    return {
        "woocommerce_currency": visit.shop.currency,
        "woocommerce_default_country": "TR:TR34",
        "woocommerce_price_num_decimals": str(visit.shop.decimals),
        "woocommerce_calc_taxes": "no" if visit.shop.tax_percent is None else "yes",
    }


def _setting(visit: Visit, name: str) -> Json:
    return {"id": name, "label": name, "type": "text", "value": _general(visit)[name], "group_id": "general"}

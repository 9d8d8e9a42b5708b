"""The resources of the webservice: fields, what is required, what is told in each language, what hangs on them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    one: str
    """What a row is called; the resource itself is its plural."""
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    localized: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    """Kept with six places."""
    hangs: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Association to the name of its rows and their fields."""
    methods: frozenset[str] = frozenset({"GET", "POST", "PUT", "DELETE"})
    checks: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What a field may hold, and the most letters it takes."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_REFERENCE = r"[^<>;={}]*"
_EAN13 = r"[0-9]{0,13}"
_GENERIC = r"[^<>={}]+"
_CATALOG = r"[^<>;=#{}]*"
_CLEAN = r"(?is)(?!.*<\s*(script|i?frame|form|object|embed)\b)(?!.*javascript:).*"

TABLES: dict[str, Table] = {
    "products": Table(
        "product",
        _words(
            "id_manufacturer id_category_default id_tax_rules_group manufacturer_name quantity id_shop_default"
            " reference ean13 weight minimal_quantity price wholesale_price active state product_type visibility"
            " available_for_order show_price date_add date_upd link_rewrite name description description_short"
            " position_in_category"
        ),
        required=("price",),
        localized=("link_rewrite", "name", "description", "description_short"),
        read_only=("manufacturer_name", "quantity", "position_in_category"),
        prices=("price", "wholesale_price"),
        hangs={
            "categories": ("category", ("id",)),
            "images": ("image", ("id",)),
            "combinations": ("combination", ("id",)),
            "product_features": ("product_feature", ("id", "id_feature_value")),
            "stock_availables": ("stock_available", ("id", "id_product_attribute")),
        },
        checks={
            "reference": (_REFERENCE, 64),
            "ean13": (_EAN13, 13),
            "name": (_CATALOG, 128),
            "link_rewrite": (r"[_a-zA-Z0-9-]+", 128),
            "description": (_CLEAN, 4_194_303),
            "visibility": (r"both|catalog|search|none", 7),
        },
    ),
    "combinations": Table(
        "combination",
        _words("id_product ean13 reference quantity price weight minimal_quantity default_on"),
        required=("id_product", "minimal_quantity"),
        prices=("price",),
        hangs={"product_option_values": ("product_option_value", ("id",)), "images": ("image", ("id",))},
        checks={"reference": (_REFERENCE, 64), "ean13": (_EAN13, 13)},
    ),
    "stock_availables": Table(
        "stock_available",
        _words(
            "id_product id_product_attribute id_shop id_shop_group quantity depends_on_stock out_of_stock location"
        ),
        required=("id_product", "id_product_attribute", "quantity", "depends_on_stock", "out_of_stock"),
        methods=frozenset({"GET", "PUT"}),
    ),
    "specific_prices": Table(
        "specific_price",
        _words(
            "id_shop_group id_shop id_cart id_product id_product_attribute id_currency id_country id_group"
            " id_customer price from_quantity reduction reduction_tax reduction_type from to"
        ),
        required=_words(
            "id_shop id_cart id_product id_currency id_country id_group id_customer price from_quantity reduction"
            " reduction_tax reduction_type from to"
        ),
        prices=("price", "reduction"),
    ),
    "categories": Table(
        "category",
        _words("id_parent level_depth active is_root_category name link_rewrite"),
        required=("active", "name", "link_rewrite"),
        localized=("name", "link_rewrite"),
        read_only=("level_depth",),
    ),
    "manufacturers": Table(
        "manufacturer", _words("active name"), required=("name",), checks={"name": (_CATALOG, 64)}
    ),
    "product_options": Table(
        "product_option",
        _words("is_color_group group_type position name public_name"),
        required=("group_type", "name", "public_name"),
        localized=("name", "public_name"),
        checks={"name": (_GENERIC, 128), "public_name": (_GENERIC, 64)},
    ),
    "product_option_values": Table(
        "product_option_value",
        _words("id_attribute_group color position name"),
        required=("id_attribute_group", "name"),
        localized=("name",),
        checks={"name": (_GENERIC, 128)},
    ),
    "product_features": Table(
        "product_feature", _words("position name"), required=("name",), localized=("name",)
    ),
    "product_feature_values": Table(
        "product_feature_value",
        _words("id_feature custom value"),
        required=("id_feature", "value"),
        localized=("value",),
        checks={"value": (_GENERIC, 255)},
    ),
    "orders": Table(
        "order",
        _words(
            "id_address_delivery id_address_invoice id_currency id_lang id_customer id_carrier current_state module"
            " invoice_number delivery_number valid date_add date_upd shipping_number note id_shop payment"
            " total_discounts_tax_incl total_paid_tax_incl total_paid total_paid_real total_products"
            " total_products_wt total_shipping_tax_incl total_wrapping_tax_incl conversion_rate reference"
        ),
        hangs={
            "order_rows": (
                "order_row",
                _words(
                    "id product_id product_attribute_id product_quantity product_name product_reference product_ean13"
                    " product_price unit_price_tax_incl unit_price_tax_excl"
                ),
            )
        },
        methods=frozenset({"GET", "PUT"}),
    ),
    "order_details": Table(
        "order_detail",
        _words(
            "id_order product_id product_attribute_id product_name product_quantity product_quantity_refunded"
            " product_quantity_return product_reference product_ean13 id_tax_rules_group unit_price_tax_incl"
            " unit_price_tax_excl total_price_tax_incl total_price_tax_excl"
        ),
        hangs={"taxes": ("tax", ("id",))},
        methods=frozenset({"GET"}),
    ),
    "order_histories": Table(
        "order_history",
        _words("id_employee id_order_state id_order date_add"),
        required=("id_order_state", "id_order"),
        methods=frozenset({"GET", "POST"}),
    ),
    "order_states": Table(
        "order_state",
        _words("delivery invoice logable shipped paid deleted name"),
        localized=("name",),
        methods=frozenset({"GET"}),
    ),
    "order_carriers": Table(
        "order_carrier",
        _words("id_order id_carrier weight tracking_number date_add"),
        required=("id_order", "id_carrier"),
        methods=frozenset({"GET", "PUT"}),
    ),
    "order_slip": Table(
        "order_slip",
        _words(
            "id_customer id_order total_products_tax_incl total_shipping_tax_incl amount partial date_add date_upd"
        ),
        hangs={
            "order_slip_details": (
                "order_slip_detail",
                ("id", "id_order_detail", "product_quantity", "amount_tax_incl"),
            )
        },
        methods=frozenset({"GET"}),
    ),
    "customer_threads": Table(
        "customer_thread",
        _words(
            "id_lang id_shop id_customer id_order id_product id_contact email token status date_add date_upd"
        ),
        required=("id_lang", "id_contact", "token"),
        hangs={"customer_messages": ("customer_message", ("id",))},
        checks={"status": (r"open|closed|pending1|pending2", 8)},
    ),
    "customer_messages": Table(
        "customer_message",
        _words(
            "id_employee id_customer_thread ip_address message file_name user_agent private date_add date_upd read"
        ),
        required=("message",),
        checks={"message": (_CLEAN, 16_777_216)},
    ),
    "customers": Table("customer", _words("firstname lastname email company"), methods=frozenset({"GET"})),
    "addresses": Table(
        "address",
        _words(
            "id_customer id_country id_state company lastname firstname vat_number address1 address2 postcode city"
            " phone phone_mobile dni"
        ),
        methods=frozenset({"GET"}),
    ),
    "carriers": Table("carrier", _words("name url active"), methods=frozenset({"GET"})),
    "currencies": Table("currency", _words("name iso_code active"), methods=frozenset({"GET"})),
    "languages": Table("language", _words("name iso_code active"), methods=frozenset({"GET"})),
    "countries": Table("country", _words("iso_code name"), localized=("name",), methods=frozenset({"GET"})),
    "states": Table("state", _words("id_country iso_code name"), methods=frozenset({"GET"})),
    "taxes": Table("tax", _words("rate active name"), localized=("name",), methods=frozenset({"GET"})),
    "tax_rules": Table(
        "tax_rule",
        _words("id_tax_rules_group id_country id_state id_tax zipcode_from zipcode_to behavior"),
        methods=frozenset({"GET"}),
    ),
}
"""Of each resource the fields a shop's trade needs."""

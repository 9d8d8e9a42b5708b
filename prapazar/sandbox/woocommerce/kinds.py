"""Which plain records a shop has, and how each kind behaves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce.visit import Visit


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record behaves; the routes are the same for all."""

    name: str
    path: str
    unknown: tuple[str, str]
    """Code and message for an id the shop does not have."""
    blank: Json
    required: tuple[str, ...]
    unique: str | None = None
    """A field no two records may share, and the code said then."""
    taken_code: str = ""
    topic: str | None = None
    counter: str = "thing"
    facts: Callable[[Visit, Json], Json] = field(default=lambda _visit, _thing: {})
    slugged: bool = True
    dated: bool = False
    parent: str | None = None
    """The open path segment the records belong to, for terms of an attribute."""


_TERM_GONE = ("woocommerce_rest_term_invalid", "Resource does not exist.")
_ID_GONE = ("woocommerce_rest_invalid_id", "Invalid resource ID.")


def _used(kind: str) -> Callable[[Visit, Json], Json]:
    def count(visit: Visit, thing: Json) -> Json:
        articles = visit.shop.articles.values()
        number = sum(1 for one in articles for held in one.changed.get(kind, []) if held["id"] == thing["id"])
        return {"count": number}

    return count


def _customer_facts(visit: Visit, thing: Json) -> Json:
    is_paying = any(
        one.customer_id == thing["id"] and one.status in ("processing", "completed")
        for one in visit.shop.orders.values()
    )
    return {"is_paying_customer": is_paying, "avatar_url": "", "role": thing.get("role", "customer")}


_ADDRESS = dict.fromkeys(
    [
        "first_name",
        "last_name",
        "company",
        "address_1",
        "address_2",
        "city",
        "postcode",
        "country",
        "state",
        "phone",
    ],
    "",
)
KINDS = (
    Kind(
        "categories",
        "/wc/v3/products/categories",
        _TERM_GONE,
        {
            "name": "",
            "slug": "",
            "parent": 0,
            "description": "",
            "display": "default",
            "image": None,
            "menu_order": 0,
        },
        ("name",),
        "slug",
        "term_exists",
        counter="term",
        facts=_used("categories"),
    ),
    Kind(
        "tags",
        "/wc/v3/products/tags",
        _TERM_GONE,
        {"name": "", "slug": "", "description": ""},
        ("name",),
        "slug",
        "term_exists",
        counter="term",
        facts=_used("tags"),
    ),
    Kind(
        "brands",
        "/wc/v3/products/brands",
        _TERM_GONE,
        {
            "name": "",
            "slug": "",
            "parent": 0,
            "description": "",
            "display": "default",
            "image": None,
            "menu_order": 0,
        },
        ("name",),
        "slug",
        "term_exists",
        counter="term",
        facts=_used("brands"),
    ),
    Kind(
        "shipping_classes",
        "/wc/v3/products/shipping_classes",
        _TERM_GONE,
        {"name": "", "slug": "", "description": ""},
        ("name",),
        "slug",
        "term_exists",
        counter="term",
        facts=lambda _visit, _thing: {"count": 0},
    ),
    Kind(
        "attributes",
        "/wc/v3/products/attributes",
        ("woocommerce_rest_taxonomy_invalid", "Resource does not exist."),
        {"name": "", "slug": "", "type": "select", "order_by": "menu_order", "has_archives": False},
        ("name",),
        "slug",
        "woocommerce_rest_cannot_create",
        counter="attribute",
    ),
    Kind(
        "terms",
        "/wc/v3/products/attributes/{attribute}/terms",
        _TERM_GONE,
        {"name": "", "slug": "", "description": "", "menu_order": 0},
        ("name",),
        "slug",
        "term_exists",
        counter="term",
        facts=lambda _visit, _thing: {"count": 0},
        parent="attribute",
    ),
    Kind(
        "reviews",
        "/wc/v3/products/reviews",
        ("woocommerce_rest_review_invalid_id", "Invalid review ID."),
        {
            "product_id": 0,
            "status": "approved",
            "reviewer": "",
            "reviewer_email": "",
            "review": "",
            "rating": 0,
            "verified": False,
        },
        ("product_id", "review", "reviewer", "reviewer_email"),
        counter="comment",
        slugged=False,
        dated=True,
    ),
    Kind(
        "customers",
        "/wc/v3/customers",
        _ID_GONE,
        {
            "email": "",
            "first_name": "",
            "last_name": "",
            "username": "",
            "billing": {**_ADDRESS, "email": ""},
            "shipping": _ADDRESS,
            "meta_data": [],
        },
        ("email",),
        "email",
        "registration-error-email-exists",
        topic="customer",
        counter="user",
        facts=_customer_facts,
        slugged=False,
        dated=True,
    ),
    Kind(
        "coupons",
        "/wc/v3/coupons",
        ("woocommerce_rest_shop_coupon_invalid_id", "Invalid ID."),
        {
            "code": "",
            "amount": "0.00",
            "status": "publish",
            "discount_type": "fixed_cart",
            "description": "",
            "date_expires": None,
            "date_expires_gmt": None,
            "usage_count": 0,
            "individual_use": False,
            "product_ids": [],
            "excluded_product_ids": [],
            "usage_limit": None,
            "usage_limit_per_user": None,
            "limit_usage_to_x_items": None,
            "free_shipping": False,
            "product_categories": [],
            "excluded_product_categories": [],
            "exclude_sale_items": False,
            "minimum_amount": "0.00",
            "maximum_amount": "0.00",
            "email_restrictions": [],
            "used_by": [],
            "meta_data": [],
        },
        ("code",),
        "code",
        "woocommerce_rest_coupon_code_already_exists",
        topic="coupon",
        counter="post",
        slugged=False,
        dated=True,
    ),
    Kind(
        "taxes",
        "/wc/v3/taxes",
        _ID_GONE,
        {
            "country": "",
            "state": "",
            "postcode": "",
            "city": "",
            "rate": "0.0000",
            "name": "",
            "priority": 1,
            "compound": False,
            "shipping": True,
            "order": 0,
            "class": "standard",
            "postcodes": [],
            "cities": [],
        },
        (),
        counter="tax",
        slugged=False,
    ),
)

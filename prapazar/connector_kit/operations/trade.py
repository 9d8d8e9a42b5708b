"""Operations about listings and orders."""

from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.operations import asks
from prapazar.connector_kit.operations.fields import Field, FieldKind
from prapazar.connector_kit.operations.operation import Operation
from prapazar.connector_kit.operations.usual import LINE_IDS, PACKAGE, PAGES, SINCE, UNTIL
from prapazar.connector_kit.records import PackageStatus

REASONS = (
    "out_of_stock",
    "defective",
    "wrong_price",
    "integration_error",
    "bulk_purchase",
    "force_majeure",
)
STEPS = (PackageStatus.PICKING, PackageStatus.PACKED, PackageStatus.SHIPPED)
TRADE = (
    Operation(
        name="test_credentials",
        capability=Capability.TEST_CREDENTIALS,
        ask=lambda connector, _: [connector.test_credentials()],
    ),
    Operation(
        name="orders",
        capability=Capability.READ_ORDERS,
        fields=(SINCE, UNTIL, PAGES),
        ask=asks.window("fetch_packages"),
    ),
    Operation(
        name="order",
        capability=Capability.READ_ORDERS,
        fields=(PACKAGE,),
        ask=lambda connector, values: connector.fetch_package(values["package"]),
    ),
    Operation(
        name="order_count",
        capability=Capability.READ_ORDERS,
        fields=(SINCE, UNTIL),
        ask=lambda connector, values: [{"count": connector.count_packages(values["since"], values["until"])}],
    ),
    Operation(
        name="listings",
        capability=Capability.READ_LISTINGS,
        fields=(PAGES,),
        ask=lambda connector, values: asks.flat(connector.fetch_listings(), values),
    ),
    Operation(
        name="categories",
        capability=Capability.READ_CATEGORIES,
        ask=lambda connector, _: connector.fetch_categories(),
    ),
    Operation(
        name="attributes",
        capability=Capability.READ_ATTRIBUTES,
        fields=(Field(name="category"),),
        ask=lambda connector, values: connector.fetch_attributes(values["category"]),
    ),
    Operation(
        name="write_listing",
        capability=Capability.WRITE_LISTINGS,
        fields=(
            Field(name="sku"),
            Field(name="barcode", is_required=False),
            Field(name="title"),
            Field(name="description", kind=FieldKind.LONG_TEXT),
            Field(name="brand"),
            Field(name="brand_id", is_required=False),
            Field(name="category"),
            Field(name="vat_rate", kind=FieldKind.NUMBER, default="20"),
            Field(name="price", kind=FieldKind.MONEY),
            Field(name="quantity", kind=FieldKind.NUMBER),
            Field(name="images", kind=FieldKind.IDS, is_required=False),
            Field(name="attributes", kind=FieldKind.PAIRS, is_required=False),
        ),
        changes=True,
        ask=asks.draft,
    ),
    Operation(
        name="delete_listings",
        capability=Capability.DELETE_LISTINGS,
        fields=(Field(name="listings", kind=FieldKind.IDS),),
        changes=True,
        ask=lambda connector, values: [connector.delete_listings(values["listings"])],
    ),
    Operation(
        name="buyboxes",
        capability=Capability.READ_BUYBOXES,
        fields=(Field(name="listings", kind=FieldKind.IDS),),
        ask=lambda connector, values: connector.fetch_buyboxes(values["listings"]),
    ),
    Operation(
        name="push_stock",
        capability=Capability.PUSH_STOCK,
        fields=(Field(name="goods", kind=FieldKind.GOODS),),
        changes=True,
        ask=asks.stock,
    ),
    Operation(
        name="push_price",
        capability=Capability.PUSH_PRICE,
        fields=(
            Field(name="goods", kind=FieldKind.GOODS),
            Field(name="currency", is_required=False, default="TRY"),
        ),
        changes=True,
        ask=asks.price,
    ),
    Operation(
        name="batch",
        capability=Capability.ANSWER_BATCHES,
        fields=(Field(name="batch"),),
        ask=lambda connector, values: [connector.fetch_batch(values["batch"])],
    ),
    Operation(
        name="report_status",
        capability=Capability.REPORT_STATUS,
        fields=(
            PACKAGE,
            Field(name="step", kind=FieldKind.CHOICE, choices=tuple(step.value for step in STEPS)),
            Field(name="lines", kind=FieldKind.LINES, is_required=False),
            Field(name="invoice_number", is_required=False),
            Field(name="carrier", is_required=False),
            Field(name="tracking_number", is_required=False),
        ),
        changes=True,
        ask=asks.status,
    ),
    Operation(
        name="report_unsupplied",
        capability=Capability.REPORT_STATUS,
        fields=(
            PACKAGE,
            Field(name="lines", kind=FieldKind.LINES),
            Field(name="reason", kind=FieldKind.CHOICE, choices=REASONS),
        ),
        changes=True,
        ask=asks.unsupplied,
    ),
    Operation(
        name="split_package",
        capability=Capability.SPLIT_PACKAGES,
        fields=(PACKAGE, Field(name="lines", kind=FieldKind.LINES)),
        changes=True,
        ask=asks.split,
    ),
    Operation(
        name="siblings",
        capability=Capability.SPLIT_PACKAGES,
        fields=(PACKAGE,),
        ask=lambda connector, values: connector.fetch_siblings(values["package"]),
    ),
    Operation(
        name="carriers",
        capability=Capability.CHANGE_CARRIERS,
        fields=(PACKAGE, LINE_IDS),
        ask=asks.carriers,
    ),
    Operation(
        name="change_carrier",
        capability=Capability.CHANGE_CARRIERS,
        fields=(PACKAGE, LINE_IDS, Field(name="carrier")),
        changes=True,
        ask=asks.carrier,
    ),
)

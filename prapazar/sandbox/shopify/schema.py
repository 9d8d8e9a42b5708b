"""The part of the Admin schema the pretend Shopify answers, in its own notation, and what the versions change."""

import re
from dataclasses import dataclass

from prapazar.sandbox.shopify import more_schema

CURRENT = "2026-07"
VERSIONS = ("2025-10", "2026-01", "2026-04", "2026-07", "2026-10")
IDEMPOTENT_SINCE = "2026-04"
"""From here on some mutations ask for `@idempotent`, and an inventory write for `changeFromQuantity`."""
IDEMPOTENT = {
    "inventoryAdjustQuantities",
    "inventorySetQuantities",
    "inventoryActivate",
    "refundCreate",
}
_PAGE = "(after: String, before: String, first: Int, last: Int, reverse: Boolean)"
_LIST = "(after: String, before: String, first: Int, last: Int, query: String, reverse: Boolean, sortKey: {})"
_TEXT = f"""
type QueryRoot {{
  shop: Shop!
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  order(id: ID!): Order
  orders{_LIST.format("OrderSortKeys")}: OrderConnection!
  ordersCount(limit: Int, query: String): Count
  product(id: ID!): Product
  products{_LIST.format("ProductSortKeys")}: ProductConnection!
  productVariant(id: ID!): ProductVariant
  productVariants{_LIST.format("ProductVariantSortKeys")}: ProductVariantConnection!
  productVariantsCount(limit: Int, query: String): Count
  inventoryItem(id: ID!): InventoryItem
  locations(after: String, before: String, first: Int, includeInactive: Boolean, last: Int, query: String,
    reverse: Boolean): LocationConnection!
  fulfillmentOrder(id: ID!): FulfillmentOrder
  webhookSubscriptions(after: String, before: String, first: Int, last: Int, query: String, reverse: Boolean,
    topics: [WebhookSubscriptionTopic!], uri: String): WebhookSubscriptionConnection!
}}
type Mutation {{
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  inventoryAdjustQuantities(input: InventoryAdjustQuantitiesInput!): InventoryAdjustQuantitiesPayload
  inventoryActivate(available: Int, inventoryItemId: ID!, locationId: ID!, onHand: Int): InventoryActivatePayload
  productVariantsBulkUpdate(allowPartialUpdates: Boolean, productId: ID!, variants: [ProductVariantsBulkInput!]!):
    ProductVariantsBulkUpdatePayload
  productSet(identifier: ProductSetIdentifiers, input: ProductSetInput!, synchronous: Boolean): ProductSetPayload
  fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  fulfillmentTrackingInfoUpdate(fulfillmentId: ID!, notifyCustomer: Boolean,
    trackingInfoInput: FulfillmentTrackingInput!): FulfillmentTrackingInfoUpdatePayload
  fulfillmentEventCreate(fulfillmentEvent: FulfillmentEventInput!): FulfillmentEventCreatePayload
  orderCancel(notifyCustomer: Boolean, orderId: ID!, reason: OrderCancelReason!, refund: Boolean, restock: Boolean!,
    staffNote: String): OrderCancelPayload
  refundCreate(input: RefundInput!): RefundCreatePayload
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!):
    WebhookSubscriptionCreatePayload
  webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
}}
interface Node {{ id: ID! }}
type Shop {{ id: ID! name: String! currencyCode: CurrencyCode! myshopifyDomain: String! }}
type Count {{ count: Int! precision: CountPrecision! }}
type PageInfo {{ endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }}
type UserError {{ field: [String!] message: String! code: String }}
type MoneyV2 {{ amount: Decimal! currencyCode: CurrencyCode! }}
type MoneyBag {{ presentmentMoney: MoneyV2! shopMoney: MoneyV2! }}
type Attribute {{ key: String! value: String }}
type TaxLine {{ priceSet: MoneyBag! rate: Float ratePercentage: Float source: String title: String! }}
type DiscountAllocation {{ allocatedAmountSet: MoneyBag! }}
type MailingAddress {{ address1: String address2: String city: String company: String country: String
  countryCodeV2: CountryCode firstName: String id: ID! lastName: String name: String phone: String province: String
  provinceCode: String zip: String }}
type Order {{ billingAddress: MailingAddress cancelReason: OrderCancelReason cancelledAt: DateTime closedAt: DateTime
  confirmed: Boolean! createdAt: DateTime! currencyCode: CurrencyCode! currentTotalPriceSet: MoneyBag!
  customAttributes: [Attribute!]! displayFinancialStatus: OrderDisplayFinancialStatus
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus! email: String
  fulfillmentOrders(after: String, before: String, displayable: Boolean, first: Int, last: Int, query: String,
    reverse: Boolean): FulfillmentOrderConnection!
  fulfillments(first: Int, query: String): [Fulfillment!]! fullyPaid: Boolean! id: ID! legacyResourceId: UnsignedInt64!
  lineItems{_PAGE}: LineItemConnection! name: String! note: String number: Int! paymentGatewayNames: [String!]!
  phone: String presentmentCurrencyCode: CurrencyCode! processedAt: DateTime! shippingAddress: MailingAddress
  sourceName: String subtotalPriceSet: MoneyBag tags: [String!]! taxesIncluded: Boolean! test: Boolean!
  totalDiscountsSet: MoneyBag totalPriceSet: MoneyBag! totalShippingPriceSet: MoneyBag! totalTaxSet: MoneyBag
  unpaid: Boolean! updatedAt: DateTime! }}
type LineItem {{ currentQuantity: Int! customAttributes: [Attribute!]! discountAllocations: [DiscountAllocation!]!
  discountedTotalSet(withCodeDiscounts: Boolean): MoneyBag! id: ID! name: String! originalTotalSet: MoneyBag!
  originalUnitPriceSet: MoneyBag! product: Product quantity: Int! refundableQuantity: Int! requiresShipping: Boolean!
  sku: String taxLines(first: Int): [TaxLine!]! taxable: Boolean! title: String! totalDiscountSet: MoneyBag!
  unfulfilledQuantity: Int! variant: ProductVariant variantTitle: String vendor: String }}
type FulfillmentOrderAssignedLocation {{ name: String! location: Location }}
type FulfillmentOrderSupportedAction {{ action: FulfillmentOrderAction! externalUrl: URL }}
type FulfillmentOrder {{ assignedLocation: FulfillmentOrderAssignedLocation! id: ID!
  lineItems{_PAGE}: FulfillmentOrderLineItemConnection! orderId: ID! orderName: String!
  requestStatus: FulfillmentOrderRequestStatus! status: FulfillmentOrderStatus!
  supportedActions: [FulfillmentOrderSupportedAction!]! }}
type FulfillmentOrderLineItem {{ id: ID! inventoryItemId: ID lineItem: LineItem! productTitle: String!
  remainingQuantity: Int! sku: String totalQuantity: Int! variant: ProductVariant }}
type FulfillmentTrackingInfo {{ company: String number: String url: URL }}
type FulfillmentLineItem {{ id: ID! lineItem: LineItem! quantity: Int }}
type Fulfillment {{ createdAt: DateTime! deliveredAt: DateTime displayStatus: FulfillmentDisplayStatus
  fulfillmentLineItems{_PAGE}: FulfillmentLineItemConnection! id: ID! name: String! status: FulfillmentStatus!
  totalQuantity: Int! trackingInfo(first: Int): [FulfillmentTrackingInfo!]! updatedAt: DateTime! }}
type SelectedOption {{ name: String! value: String! }}
type Image {{ url: URL! altText: String }}
type Product {{ createdAt: DateTime! descriptionHtml: HTML! handle: String! id: ID! legacyResourceId: UnsignedInt64!
  productType: String! status: ProductStatus! tags: [String!]! title: String! totalInventory: Int! updatedAt: DateTime!
  variants(after: String, before: String, first: Int, last: Int, reverse: Boolean,
    sortKey: ProductVariantSortKeys): ProductVariantConnection! vendor: String! }}
type ProductVariant {{ barcode: String compareAtPrice: Money displayName: String! id: ID! inventoryItem: InventoryItem!
  inventoryPolicy: ProductVariantInventoryPolicy! inventoryQuantity: Int legacyResourceId: UnsignedInt64! position: Int!
  price: Money! product: Product! selectedOptions: [SelectedOption!]! sku: String taxable: Boolean! title: String!
  updatedAt: DateTime! }}
type InventoryItem {{ id: ID! inventoryLevel(includeInactive: Boolean, locationId: ID!): InventoryLevel
  inventoryLevels(after: String, before: String, first: Int, includeInactive: Boolean, last: Int, query: String,
    reverse: Boolean): InventoryLevelConnection!
  legacyResourceId: UnsignedInt64! requiresShipping: Boolean! sku: String tracked: Boolean! updatedAt: DateTime!
  variants(after: String, before: String, first: Int, last: Int): ProductVariantConnection }}
type InventoryLevel {{ canDeactivate: Boolean! createdAt: DateTime! id: ID! isActive: Boolean! item: InventoryItem!
  location: Location! quantities(names: [String!]!): [InventoryQuantity!]! updatedAt: DateTime! }}
type InventoryQuantity {{ id: ID! name: String! quantity: Int! updatedAt: DateTime }}
type Location {{ fulfillsOnlineOrders: Boolean! id: ID! isActive: Boolean! legacyResourceId: UnsignedInt64!
  name: String! shipsInventory: Boolean! }}
type WebhookSubscription {{ createdAt: DateTime! format: WebhookSubscriptionFormat! id: ID!
  includeFields: [String!]! legacyResourceId: UnsignedInt64! name: String topic: WebhookSubscriptionTopic!
  updatedAt: DateTime! uri: String! }}
type InventoryChange {{ delta: Int! item: InventoryItem location: Location name: String! quantityAfterChange: Int }}
type InventoryAdjustmentGroup {{ changes(inventoryItemIds: [ID!], locationIds: [ID!], quantityNames: [String!]):
  [InventoryChange!]! createdAt: DateTime! id: ID! reason: String! referenceDocumentUri: String }}
type Job {{ id: ID! done: Boolean! }}
type Refund {{ id: ID note: String }}
type FulfillmentEvent {{ id: ID! status: FulfillmentEventStatus! }}
type InventorySetQuantitiesPayload {{ inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [UserError!]! }}
type InventoryAdjustQuantitiesPayload {{ inventoryAdjustmentGroup: InventoryAdjustmentGroup
  userErrors: [UserError!]! }}
type InventoryActivatePayload {{ inventoryLevel: InventoryLevel userErrors: [UserError!]! }}
type ProductVariantsBulkUpdatePayload {{ product: Product productVariants: [ProductVariant!]
  userErrors: [UserError!]! }}
type ProductSetPayload {{ product: Product userErrors: [UserError!]! }}
type FulfillmentCreatePayload {{ fulfillment: Fulfillment userErrors: [UserError!]! }}
type FulfillmentTrackingInfoUpdatePayload {{ fulfillment: Fulfillment userErrors: [UserError!]! }}
type FulfillmentEventCreatePayload {{ fulfillmentEvent: FulfillmentEvent userErrors: [UserError!]! }}
type OrderCancelPayload {{ job: Job orderCancelUserErrors: [UserError!]! userErrors: [UserError!]! }}
type RefundCreatePayload {{ order: Order refund: Refund userErrors: [UserError!]! }}
type WebhookSubscriptionCreatePayload {{ userErrors: [UserError!]! webhookSubscription: WebhookSubscription }}
type WebhookSubscriptionDeletePayload {{ deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }}
input InventorySetQuantitiesInput {{ name: String! quantities: [InventoryQuantityInput!]! reason: String!
  referenceDocumentUri: String ignoreCompareQuantity: Boolean }}
input InventoryQuantityInput {{ changeFromQuantity: Int compareQuantity: Int inventoryItemId: ID! locationId: ID!
  quantity: Int! }}
input InventoryAdjustQuantitiesInput {{ changes: [InventoryChangeInput!]! name: String! reason: String!
  referenceDocumentUri: String }}
input InventoryChangeInput {{ changeFromQuantity: Int delta: Int! inventoryItemId: ID! ledgerDocumentUri: String
  locationId: ID! }}
input ProductVariantsBulkInput {{ barcode: String compareAtPrice: Money id: ID price: Money taxable: Boolean
  inventoryQuantities: [InventoryLevelInput!] }}
input ProductSetIdentifiers {{ handle: String id: ID }}
input ProductSetInput {{ category: ID descriptionHtml: String files: [FileSetInput!] handle: String
  productOptions: [OptionSetInput!] productType: String status: ProductStatus tags: [String!] title: String
  variants: [ProductVariantSetInput!] vendor: String }}
input ProductVariantSetInput {{ barcode: String compareAtPrice: Money id: ID inventoryItem: InventoryItemInput
  inventoryQuantities: [ProductSetInventoryInput!] optionValues: [VariantOptionValueInput!]! position: Int
  price: Money sku: String taxable: Boolean }}
input VariantOptionValueInput {{ id: ID name: String optionId: ID optionName: String }}
input OptionSetInput {{ id: ID name: String position: Int values: [OptionValueSetInput!] }}
input OptionValueSetInput {{ id: ID name: String }}
input FileSetInput {{ alt: String contentType: FileContentType filename: String id: ID originalSource: String }}
input ProductSetInventoryInput {{ locationId: ID! name: String! quantity: Int! }}
input InventoryItemInput {{ requiresShipping: Boolean sku: String tracked: Boolean }}
input InventoryLevelInput {{ availableQuantity: Int! locationId: ID! }}
input FulfillmentInput {{ lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean
  trackingInfo: FulfillmentTrackingInput }}
input FulfillmentOrderLineItemsInput {{ fulfillmentOrderId: ID!
  fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }}
input FulfillmentOrderLineItemInput {{ id: ID! quantity: Int! }}
input FulfillmentTrackingInput {{ company: String number: String numbers: [String!] url: URL urls: [URL!] }}
input FulfillmentEventInput {{ fulfillmentId: ID! happenedAt: DateTime message: String
  status: FulfillmentEventStatus! }}
input RefundInput {{ currency: CurrencyCode note: String notify: Boolean orderId: ID!
  refundLineItems: [RefundLineItemInput!] }}
input RefundLineItemInput {{ lineItemId: ID! locationId: ID quantity: Int! restockType: RefundLineItemRestockType }}
input WebhookSubscriptionInput {{ filter: String format: WebhookSubscriptionFormat includeFields: [String!]
  name: String uri: String callbackUrl: URL }}
"""
_NODES = (
    "Order", "Product", "ProductVariant", "Location", "FulfillmentOrder", "FulfillmentOrderLineItem",
    "FulfillmentLineItem", "LineItem", "InventoryLevel", "WebhookSubscription",
)  # fmt: skip
_OLDER_INPUTS = (
    ("InventorySetQuantitiesInput", "ignoreCompareQuantity"),
    ("InventoryQuantityInput", "compareQuantity"),
)
_BLOCK = re.compile(r"(type|interface|input) (\w+) \{(.*?)\}", re.DOTALL)
_FIELD = re.compile(r"(\w+)(?:\(([^)]*)\))?:\s*([\[\]\w!]+)")
_ARGUMENT = re.compile(r"(\w+): ([\[\]\w!]+)")


@dataclass(frozen=True, slots=True)
class FieldType:
    kind: str
    """As written, such as `[Order!]!`."""
    arguments: dict[str, str]

    @property
    def named(self) -> str:
        return named(self.kind)


def named(kind: str) -> str:
    return kind.strip("[]!")


@dataclass(frozen=True, slots=True)
class Schema:
    objects: dict[str, dict[str, FieldType]]
    inputs: dict[str, dict[str, str]]

    def is_object(self, kind: str) -> bool:
        return kind in self.objects


def of_version(version: str) -> Schema:
    return _BY_VERSION[version]


def _read(version: str) -> Schema:
    objects: dict[str, dict[str, FieldType]] = {}
    inputs: dict[str, dict[str, str]] = {}
    for sort, name, body in _BLOCK.findall(_TEXT + more_schema.TEXT):
        fields = {
            field: FieldType(kind, dict(_ARGUMENT.findall(arguments)))
            for field, arguments, kind in _FIELD.findall(body)
        }
        if sort == "input":
            inputs[name] = {field: kind.kind for field, kind in fields.items()}
        else:
            objects[name] = {**objects.get(name, {}), **fields}
    for name in (*_NODES, *more_schema.NODES):
        objects[f"{name}Connection"] = {
            "nodes": FieldType(f"[{name}!]!", {}),
            "edges": FieldType(f"[{name}Edge!]!", {}),
            "pageInfo": FieldType("PageInfo!", {}),
        }
        objects[f"{name}Edge"] = {"node": FieldType(f"{name}!", {}), "cursor": FieldType("String!", {})}
    for name, field in _OLDER_INPUTS if version >= IDEMPOTENT_SINCE else ():
        del inputs[name][field]
    if version < "2026-01":
        del inputs["InventoryQuantityInput"]["changeFromQuantity"]
    return Schema(objects, inputs)


_BY_VERSION = {version: _read(version) for version in VERSIONS}

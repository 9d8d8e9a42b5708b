"""What comes after a sale, the shop's account, and the taxonomy: the rest of the Admin schema that is answered."""

_PAGE = "(after: String, before: String, first: Int, last: Int, reverse: Boolean)"
TEXT = f"""
type QueryRoot {{
  return(id: ID!): Return
  shopifyPaymentsAccount: ShopifyPaymentsAccount
  taxonomy: Taxonomy
}}
type Mutation {{
  returnApproveRequest(input: ReturnApproveRequestInput!): ReturnApproveRequestPayload
  returnDeclineRequest(input: ReturnDeclineRequestInput!): ReturnDeclineRequestPayload
}}
type Order {{ returnStatus: OrderReturnStatus!
  returns(after: String, before: String, first: Int, last: Int, query: String, reverse: Boolean): ReturnConnection! }}
type FulfillmentLineItem {{ discountedTotalSet: MoneyBag! originalTotalSet: MoneyBag! }}
type Return {{ closedAt: DateTime createdAt: DateTime! decline: ReturnDecline id: ID! name: String! order: Order!
  refunds{_PAGE}: RefundConnection! requestApprovedAt: DateTime
  returnLineItems{_PAGE}: ReturnLineItemTypeConnection!
  reverseFulfillmentOrders{_PAGE}: ReverseFulfillmentOrderConnection! status: ReturnStatus! totalQuantity: Int! }}
type Refund {{ createdAt: DateTime legacyResourceId: UnsignedInt64! totalRefundedSet: MoneyBag! }}
type ReturnDecline {{ note: String reason: ReturnDeclineReason! }}
type ReturnReasonDefinition {{ deleted: Boolean! handle: String! id: ID! name: String! }}
interface ReturnLineItemType {{ customerNote: String id: ID! quantity: Int! refundedQuantity: Int!
  returnReason: ReturnReason! returnReasonDefinition: ReturnReasonDefinition returnReasonNote: String! }}
type ReturnLineItem {{ customerNote: String fulfillmentLineItem: FulfillmentLineItem! id: ID! quantity: Int!
  refundedQuantity: Int! returnReason: ReturnReason! returnReasonDefinition: ReturnReasonDefinition
  returnReasonNote: String! withCodeDiscountedTotalPriceSet: MoneyBag! }}
type ReverseFulfillmentOrder {{ id: ID! reverseDeliveries{_PAGE}: ReverseDeliveryConnection!
  status: ReverseFulfillmentOrderStatus! }}
type ReverseDelivery {{ deliverable: ReverseDeliveryDeliverable id: ID! }}
interface ReverseDeliveryDeliverable {{}}
type ReverseDeliveryShippingDeliverable {{ tracking: ReverseDeliveryTrackingV2 }}
type ReverseDeliveryTrackingV2 {{ carrierName: String number: String url: URL }}
type ReturnApproveRequestPayload {{ return: Return userErrors: [UserError!]! }}
type ReturnDeclineRequestPayload {{ return: Return userErrors: [UserError!]! }}
input ReturnApproveRequestInput {{ id: ID! notifyCustomer: Boolean unprocessed: Boolean }}
input ReturnDeclineRequestInput {{ declineNote: String declineReason: ReturnDeclineReason! id: ID!
  notifyCustomer: Boolean }}
type ShopifyPaymentsAccount {{ activated: Boolean! balance: [MoneyV2!]!
  balanceTransactions(after: String, before: String, first: Int, hideTransfers: Boolean, last: Int, query: String,
    reverse: Boolean, sortKey: BalanceTransactionSortKeys): ShopifyPaymentsBalanceTransactionConnection!
  country: String! defaultCurrency: CurrencyCode! id: ID!
  payouts(after: String, before: String, first: Int, last: Int, query: String, reverse: Boolean,
    sortKey: PayoutSortKeys): ShopifyPaymentsPayoutConnection! }}
type ShopifyPaymentsBalanceTransaction {{ adjustmentReason: String amount: MoneyV2!
  associatedOrder: ShopifyPaymentsAssociatedOrder
  associatedPayout: ShopifyPaymentsBalanceTransactionAssociatedPayout! fee: MoneyV2! id: ID! net: MoneyV2!
  sourceType: ShopifyPaymentsSourceType test: Boolean! transactionDate: DateTime!
  type: ShopifyPaymentsTransactionType! }}
type ShopifyPaymentsAssociatedOrder {{ id: ID! name: String! }}
type ShopifyPaymentsBalanceTransactionAssociatedPayout {{ id: ID
  status: ShopifyPaymentsBalanceTransactionPayoutStatus }}
type ShopifyPaymentsPayout {{ id: ID! issuedAt: DateTime! legacyResourceId: UnsignedInt64! net: MoneyV2!
  status: ShopifyPaymentsPayoutStatus! transactionType: ShopifyPaymentsPayoutTransactionType! }}
type Taxonomy {{ categories(after: String, before: String, childrenOf: ID, descendantsOf: ID, first: Int, last: Int,
  search: String, siblingsOf: ID): TaxonomyCategoryConnection! }}
type TaxonomyCategory {{ ancestorIds: [ID!]! attributes{_PAGE}: TaxonomyCategoryAttributeConnection!
  childrenIds: [ID!]! fullName: String! id: ID! isArchived: Boolean! isLeaf: Boolean! isRoot: Boolean! level: Int!
  name: String! parentId: ID }}
interface TaxonomyCategoryAttribute {{}}
type TaxonomyAttribute {{ id: ID! }}
type TaxonomyChoiceListAttribute {{ id: ID! name: String! values{_PAGE}: TaxonomyValueConnection! }}
type TaxonomyMeasurementAttribute {{ id: ID! name: String! options: [Attribute!]! }}
type TaxonomyValue {{ id: ID! name: String! }}
"""
NODES = (
    "Return", "ReturnLineItemType", "Refund", "ReverseFulfillmentOrder", "ReverseDelivery",
    "ShopifyPaymentsBalanceTransaction", "ShopifyPaymentsPayout",
    "TaxonomyCategory", "TaxonomyCategoryAttribute", "TaxonomyValue",
)  # fmt: skip
ABSTRACT = ("Node", "ReturnLineItemType", "ReverseDeliveryDeliverable", "TaxonomyCategoryAttribute")
"""Interfaces and unions: what stands behind them is asked for by fragments on its own type."""

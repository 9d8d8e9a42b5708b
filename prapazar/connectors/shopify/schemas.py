"""What is asked of Shopify, in its query language, and its shapes by its own names."""

from typing import Any, TypedDict

Raw = dict[str, Any]
ORDER_PAGE = 5
LINE_PAGE = 5
"""Of an order on a page; few orders have more, and theirs are asked for. A page costs 500 points at most."""
MORE_LINES = 40
PARCELS = 10
LISTING_PAGE = 50
WORK_PAGE = 5
WORK_LINES = 40
RETURNED_ORDERS = 50
RETURNS = 5
RETURN_LINES = 40
ACCOUNT_PAGE = 75
TAXONOMY_PAGE = 250


class Quantity(TypedDict):
    inventoryItemId: str
    locationId: str
    quantity: int
    changeFromQuantity: None
    """Sent as null: we know best, whatever stood there."""


class VariantPrice(TypedDict):
    id: str
    price: str
    compareAtPrice: str | None


_MONEY = "{ shopMoney { amount } }"
_ADDRESS = "{ name company address1 address2 city province zip countryCodeV2 phone }"
_LINES = f"""{{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{
      id title variantTitle sku quantity currentQuantity unfulfilledQuantity
      originalTotalSet {_MONEY}
      discountAllocations {{ allocatedAmountSet {_MONEY} }}
      taxLines(first: 5) {{ rate priceSet {_MONEY} }}
      variant {{ legacyResourceId inventoryItem {{ legacyResourceId }} }}
    }}
  }}"""
_ORDER = f"""
fragment OrderParts on Order {{
  legacyResourceId name createdAt updatedAt cancelledAt currencyCode taxesIncluded email phone note
  displayFinancialStatus displayFulfillmentStatus
  totalPriceSet {_MONEY}
  totalDiscountsSet {_MONEY}
  totalShippingPriceSet {_MONEY}
  billingAddress {_ADDRESS}
  shippingAddress {_ADDRESS}
  fulfillments(first: {PARCELS}) {{ status displayStatus trackingInfo(first: 1) {{ company number url }} }}
  lineItems(first: {LINE_PAGE}) {_LINES}
}}"""
ORDERS = f"""query Orders($filter: String!, $after: String) {{
  orders(first: {ORDER_PAGE}, after: $after, query: $filter, sortKey: UPDATED_AT) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ ...OrderParts }}
  }}
}}{_ORDER}"""
ORDER = f"""query Order($id: ID!) {{ order(id: $id) {{ ...OrderParts }} }}{_ORDER}"""
LINES = f"""query Lines($id: ID!, $after: String) {{
  order(id: $id) {{ lineItems(first: {MORE_LINES}, after: $after) {_LINES} }}
}}"""
SENT = f"""query Sent($id: ID!) {{
  order(id: $id) {{
    fulfillments(first: {PARCELS}) {{
      status
      fulfillmentLineItems(first: 20) {{ pageInfo {{ hasNextPage }} nodes {{ quantity lineItem {{ id }} }} }}
    }}
  }}
}}"""
ORDERS_COUNT = "query OrdersCount($filter: String!) { ordersCount(query: $filter, limit: null) { count } }"
SHOP = "query Shop { shop { name currencyCode } productVariantsCount(limit: null) { count } }"
LOCATIONS = "query Locations { locations(first: 50) { nodes { legacyResourceId name isActive } } }"
LISTINGS = f"""query Listings($location: ID!, $after: String) {{
  productVariants(first: {LISTING_PAGE}, after: $after) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{
      legacyResourceId title sku barcode price compareAtPrice
      selectedOptions {{ name value }}
      inventoryItem {{
        legacyResourceId tracked
        inventoryLevel(locationId: $location) {{ quantities(names: ["available"]) {{ name quantity }} }}
      }}
      product {{ legacyResourceId title status vendor productType descriptionHtml }}
    }}
  }}
}}"""
OWNERS = """query Owners($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ProductVariant { legacyResourceId product { legacyResourceId } } }
}"""
SET_QUANTITIES = """mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field message code } }
}"""
ACTIVATE = """mutation Activate($item: ID!, $location: ID!, $available: Int!, $key: String!) {
  inventoryActivate(inventoryItemId: $item, locationId: $location, available: $available) @idempotent(key: $key) {
    userErrors { field message }
  }
}"""
UPDATE_PRICES = """mutation UpdatePrices($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants, allowPartialUpdates: true) {
    productVariants { id price compareAtPrice }
    userErrors { field message code }
  }
}"""
WORK = f"""query Work($id: ID!, $after: String) {{
  order(id: $id) {{
    cancelledAt
    fulfillments(first: {PARCELS}) {{ id status trackingInfo(first: 5) {{ number }} }}
    fulfillmentOrders(first: {WORK_PAGE}, after: $after) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        id status
        supportedActions {{ action }}
        assignedLocation {{ location {{ id }} }}
        lineItems(first: {WORK_LINES}) {{
          pageInfo {{ hasNextPage }}
          nodes {{ id remainingQuantity lineItem {{ id }} }}
        }}
      }}
    }}
  }}
}}"""
FULFILL = """mutation Fulfill($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
}"""
TRACK = """mutation Track($id: ID!, $tracking: FulfillmentTrackingInput!) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: true) {
    fulfillment { id } userErrors { field message }
  }
}"""
CANCEL = """mutation Cancel($id: ID!, $reason: OrderCancelReason!) {
  orderCancel(orderId: $id, reason: $reason, restock: false, refund: false, notifyCustomer: true) {
    job { id } orderCancelUserErrors { field message code } userErrors { field message }
  }
}"""
REMOVE = """mutation Remove($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}"""
WEBHOOKS = """query Webhooks($topics: [WebhookSubscriptionTopic!], $uri: String) {
  webhookSubscriptions(first: 50, topics: $topics, uri: $uri) { nodes { id } }
}"""
SUBSCRIBE = """mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id } userErrors { field message }
  }
}"""
UNSUBSCRIBE = """mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}"""
BY_SKU = """query BySku($filter: String!) {
  productVariants(first: 5, query: $filter) {
    pageInfo { hasNextPage endCursor }
    nodes { legacyResourceId sku product { legacyResourceId } }
  }
}"""
VARIANTS = """query Variants($id: ID!) {
  product(id: $id) {
    variants(first: 100) { pageInfo { hasNextPage } nodes { id selectedOptions { name value } } }
  }
}"""
SET_PRODUCT = """mutation SetProduct($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
  productSet(input: $input, identifier: $identifier, synchronous: true) {
    product { id } userErrors { field message code }
  }
}"""
RETURN_IDS = f"""query Returned($filter: String!, $after: String) {{
  orders(first: {RETURNED_ORDERS}, after: $after, query: $filter, sortKey: UPDATED_AT) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ id returns(first: {RETURNS}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id }} }} }}
  }}
}}"""
MORE_RETURN_IDS = """query MoreReturns($id: ID!, $after: String) {
  order(id: $id) { returns(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes { id } } }
}"""
RETURN = f"""query Return($id: ID!) {{
  return(id: $id) {{
    id name status createdAt
    decline {{ reason note }}
    order {{ legacyResourceId updatedAt currencyCode shippingAddress {{ name }} }}
    returnLineItems(first: {RETURN_LINES}) {{
      pageInfo {{ hasNextPage }}
      nodes {{
        id quantity returnReason returnReasonNote customerNote
        returnReasonDefinition {{ name }}
        ... on ReturnLineItem {{
          withCodeDiscountedTotalPriceSet {_MONEY}
          fulfillmentLineItem {{ lineItem {{ id title sku }} }}
        }}
      }}
    }}
    reverseFulfillmentOrders(first: 5) {{
      nodes {{
        reverseDeliveries(first: 5) {{
          nodes {{
            deliverable {{ ... on ReverseDeliveryShippingDeliverable {{ tracking {{ carrierName number }} }} }}
          }}
        }}
      }}
    }}
  }}
}}"""
APPROVE_RETURN = """mutation ApproveReturn($input: ReturnApproveRequestInput!) {
  returnApproveRequest(input: $input) { return { id } userErrors { field message code } }
}"""
DECLINE_RETURN = """mutation DeclineReturn($input: ReturnDeclineRequestInput!) {
  returnDeclineRequest(input: $input) { return { id } userErrors { field message code } }
}"""
_AMOUNT = "{ amount currencyCode }"
TRANSACTIONS = f"""query Transactions($filter: String!, $after: String) {{
  shopifyPaymentsAccount {{
    balanceTransactions(first: {ACCOUNT_PAGE}, after: $after, query: $filter, hideTransfers: true,
        sortKey: PROCESSED_AT) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        id type transactionDate adjustmentReason
        amount {_AMOUNT} fee {_AMOUNT} net {_AMOUNT}
        associatedOrder {{ id }}
        associatedPayout {{ id }}
      }}
    }}
  }}
}}"""
PAYOUTS = f"""query Payouts($filter: String!, $after: String) {{
  shopifyPaymentsAccount {{
    payouts(first: {ACCOUNT_PAGE}, after: $after, query: $filter, sortKey: ISSUED_AT) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{ id status issuedAt transactionType net {_AMOUNT} }}
    }}
  }}
}}"""
CATEGORIES = f"""query Categories($below: ID, $after: String) {{
  taxonomy {{
    categories(first: {TAXONOMY_PAGE}, descendantsOf: $below, after: $after) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{ id name parentId isLeaf isArchived }}
    }}
  }}
}}"""
ATTRIBUTES = """query Attributes($id: ID!, $after: String) {
  node(id: $id) {
    ... on TaxonomyCategory {
      isLeaf
      attributes(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          __typename
          ... on TaxonomyChoiceListAttribute { id name }
          ... on TaxonomyMeasurementAttribute { id name }
        }
      }
    }
  }
}"""
VALUES = f"""query Values($id: ID!, $after: String) {{
  node(id: $id) {{
    ... on TaxonomyChoiceListAttribute {{
      values(first: {TAXONOMY_PAGE}, after: $after) {{
        pageInfo {{ hasNextPage endCursor }} nodes {{ id name }}
      }}
    }}
  }}
}}"""

"""Every path of a screen, written once; screens, mails and notifications link with these."""

from urllib.parse import urlencode

HOME = "/"
ORDERS = "/orders"
ORDER = "/orders/[order_id]"
NEW_ORDER = "/orders/new"
ROUTING = "/orders/routing"
REPAIRS = "/repairs"
RETURNS = "/returns"
CLAIM = "/returns/[claim_id]"
NEW_CLAIM = "/returns/new"
RETURN_STATISTICS = "/returns/statistics"
INBOX = "/inbox"
TEMPLATES = "/inbox/templates"
SHIPMENTS = "/shipments"
SHIPMENT = "/shipments/[shipment_id]"
LABEL_RUN = "/shipments/labels"
HANDOVERS = "/shipments/handover"
HANDOVER = "/shipments/handover/[handover_id]"
SHIPPING = "/settings/shipping"
CARRIER_FILES = "/shipments/files"
CARRIER_BILL = "/shipments/bills/[bill_id]"
SUPPLIES = "/supplies"
SUPPLY_STOCK = "/supplies/stock"
PACKING = "/packing"
PICKING = "/picking"
PICKING_LIST = "/picking/[list_id]"
PRODUCTS = "/products"
PRODUCT = "/products/[product_id]"
NEW_PRODUCT = "/products/new"
CATEGORIES = "/products/categories"
IMPORTS = "/products/import"
MATCHING = "/products/matching"
PUBLISHING = "/products/publishing"
STOCK = "/stock"
STOCK_ITEM = "/stock/[variant_id]"
INVOICES = "/invoices"
INVOICE = "/invoices/[invoice_id]"
INVOICE_GAPS = "/invoices/gaps"
INVOICE_RUN = "/invoices/run"
PAYMENTS = "/payments"
PAYMENT = "/payments/[payment_id]"
TICKETS = "/tickets"
TICKET = "/tickets/[ticket_id]"
NEW_TICKET = "/tickets/new"
TICKET_STATISTICS = "/tickets/statistics"
FEEDBACK = "/feedback"
SUPPORT_SETTINGS = "/settings/support"
CUSTOMERS = "/customers"
CUSTOMER = "/customers/[customer_id]"
CUSTOMER_PAIRS = "/customers/pairs"
SEGMENTS = "/segments"
SEGMENT = "/segments/[segment_id]"
CAMPAIGNS = "/campaigns"
CAMPAIGN = "/campaigns/[campaign_id]"
PIPELINE = "/pipeline"
CHANNELS = "/channels"
CHANNEL = "/channels/[connection_id]"
CHANNEL_HEALTH = "/channels/health"
SCHEDULES = "/channels/schedules"
DELIVERIES = "/channels/deliveries"
PERFORMANCE = "/channels/performance"
BUYBOXES = "/channels/performance/buyboxes"
MAPPINGS = "/channels/[connection_id]/mappings"
NEW_CHANNEL = "/channels/new"
SYNC = "/channels/sync"
STORE_HEALTH = "/channels/[connection_id]/health"
STORE_SCHEDULES = "/channels/[connection_id]/schedules"
STORE_DELIVERIES = "/channels/[connection_id]/deliveries"
STORE_CATEGORIES = "/channels/[connection_id]/categories"
STORE_SETTINGS = "/channels/[connection_id]/settings"
CONSOLE = "/channels/[connection_id]/console"
SCENARIOS = "/channels/[connection_id]/scenarios"
TRAFFIC = "/channels/[connection_id]/traffic"
CALENDAR = "/calendar"
TASKS = "/tasks"
NOTIFICATIONS = "/notifications"
MESSAGES = "/messages"
MESSAGE_TEMPLATES = "/messages/templates"
IYS = "/messages/iys"
REPORTS = "/reports"
REPORT = "/reports/[report]"
EXPORTS = "/reports/exports"
SETTINGS = "/settings"
USERS = "/settings/users"
ROLES = "/settings/roles"
PROFILE = "/settings/profile"
FACTOR = "/settings/second-factor"
FEATURES = "/settings/features"
INVOICE_SETTINGS = "/settings/invoicing"
PRIVACY = "/settings/privacy"
AUDIT = "/settings/audit"
MERCHANTS = "/merchants"

LOGIN = "/login"
FORGOT = "/login/forgot"
LOGIN_CODE = "/login/code"
RESET = "/login/reset"
ACCEPT = "/invitation"
FIRST_RUN = "/first-run"
MAINTENANCE = "/maintenance"
DESIGN = "/_design"
NOT_FOUND = "404"
"""The name Reflex gives the page of every unknown address."""

PAPERS = "/papers"
"""Where whoever has the address of an invoice reads it; no screen."""
CALENDAR_FILE = "/calendars/{key}.ics"
"""Where other calendar programs read a person's calendar; no screen."""
PAY = "/pay/{link}"
"""The buyer's page of a payment; it is ours and no screen."""
OPT_OUT = "/stop/{token}"
"""Where whoever got advertising says no to more of it; no screen."""
RATE = "/rate/{token}"
"""Where a buyer says what they thought; no screen."""
CALLBACK = "/callback/{connector}/{key}"
"""Where payment providers tell what became of one."""
GRANT_BACK = "/connect/back"
"""Where providers send browsers back to from the page on which access is granted."""
LOGIN_POST = "/api/auth/login"
LOGIN_CODE_POST = "/api/auth/code"
LOGOUT_POST = "/api/auth/logout"
FORGOT_POST = "/api/auth/forgot"
RESET_POST = "/api/auth/reset"
ACCEPT_POST = "/api/auth/accept"
FIRST_RUN_POST = "/api/auth/first-run"

PUBLIC = frozenset({LOGIN, LOGIN_CODE, FORGOT, RESET, ACCEPT, FIRST_RUN, MAINTENANCE})
"""Screens one sees without being logged in."""


def paper(key: str) -> str:
    return f"{PAPERS}/{key}.pdf"


def order(order_id: object) -> str:
    return ORDER.replace("[order_id]", str(order_id))


def claim(claim_id: object) -> str:
    return CLAIM.replace("[claim_id]", str(claim_id))


def supply_package(package_id: object) -> str:
    """The packages of suppliers, this one opened."""
    return with_query(SUPPLIES, package=str(package_id))


def shipment(shipment_id: object) -> str:
    return SHIPMENT.replace("[shipment_id]", str(shipment_id))


def photo(user_id: object, digest: str) -> str:
    """The picture of a person; "" where there is none. Its address changes with it."""
    return f"/api/users/{user_id}/photo?v={digest}" if digest else ""


def carrier_bill(bill_id: object) -> str:
    return CARRIER_BILL.replace("[bill_id]", str(bill_id))


def label_run(run_id: object) -> str:
    return with_query(LABEL_RUN, run=str(run_id))


def handover(handover_id: object) -> str:
    return HANDOVER.replace("[handover_id]", str(handover_id))


def picking_list(list_id: object) -> str:
    return PICKING_LIST.replace("[list_id]", str(list_id))


def product(product_id: object) -> str:
    return PRODUCT.replace("[product_id]", str(product_id))


def stock_item(variant_id: object) -> str:
    return STOCK_ITEM.replace("[variant_id]", str(variant_id))


def task(task_id: object) -> str:
    return with_query(TASKS, task=str(task_id))


def new_task(kind: str) -> str:
    """The id of the record it is about follows: `order`, `customer`, `ticket` and so on."""
    return f"{TASKS}?about={kind}:"


def calendar_file(key: str) -> str:
    return CALENDAR_FILE.replace("{key}", key)


def invoice(invoice_id: object) -> str:
    return INVOICE.replace("[invoice_id]", str(invoice_id))


def payment(payment_id: object) -> str:
    return PAYMENT.replace("[payment_id]", str(payment_id))


def customer(customer_id: object) -> str:
    return CUSTOMER.replace("[customer_id]", str(customer_id))


def segment(segment_id: object) -> str:
    return SEGMENT.replace("[segment_id]", str(segment_id))


def campaign(campaign_id: object) -> str:
    return CAMPAIGN.replace("[campaign_id]", str(campaign_id))


def pay(link: str) -> str:
    return PAY.replace("{link}", link)


def pay_back(link: str) -> str:
    """Where the provider's page leads the buyer's browser."""
    return f"{pay(link)}/back"


def callback(connector: str, key: str) -> str:
    return CALLBACK.replace("{connector}", connector).replace("{key}", key)


def opt_out(token: str) -> str:
    return OPT_OUT.replace("{token}", token)


def ticket(ticket_id: object) -> str:
    return TICKET.replace("[ticket_id]", str(ticket_id))


def rate(token: str) -> str:
    return RATE.replace("{token}", token)


def invoice_run(run_id: object) -> str:
    return with_query(INVOICE_RUN, run=str(run_id))


def channel(connection_id: object) -> str:
    return CHANNEL.replace("[connection_id]", str(connection_id))


def store_health(connection_id: object) -> str:
    return STORE_HEALTH.replace("[connection_id]", str(connection_id))


def mappings(connection_id: object, kind: str = "") -> str:
    return with_query(MAPPINGS.replace("[connection_id]", str(connection_id)), kind=kind)


def publishing(run_id: object) -> str:
    return with_query(PUBLISHING, run=str(run_id))


def report(key: str, query: str = "") -> str:
    path = REPORT.replace("[report]", key)
    return f"{path}?{query}" if query else path


def export(export_id: object) -> str:
    return with_query(EXPORTS, export=str(export_id))


def with_query(path: str, **values: str) -> str:
    """The path with the filters that are set: `with_query(ORDERS, status="new")`."""
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path

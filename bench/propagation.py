"""An order on one of eight channels until every other one shows the new quantity, while 50 orders a second arrive.

All times are the sandbox's own: it writes down when a buyer took units away and when a push changed what a
shop shows, so looking costs nothing while it is measured.
"""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx

from bench.ground import percentile
from bench.running import control, logged_in, sandbox_address
from prapazar.connector_kit import registry
from prapazar.foundation.settings import settings

CHANNELS = 8
ARTICLES = 400
UNITS = 10_000
ORDERS_PER_SECOND = 50
LINES = (1, 2, 3)
SETTLED_WITHIN = 180
NEVER = float(SETTLED_WITHIN)
DEMO_SELLER = "107420"
_PUSH_GROUPS = {"trendyol": "inventory_write", "woocommerce": "api"}


@dataclass(frozen=True, slots=True)
class Account:
    """A shop at one of the pretend providers."""

    provider: str
    name: str
    values: dict[str, str]
    """What connecting it takes."""

    @property
    def key(self) -> str:
        """What an article is called there."""
        return "barcode" if self.provider == "trendyol" else "sku"


@dataclass(frozen=True, slots=True)
class Article:
    variant_id: str
    names: dict[str, str]
    """`barcode` and `sku`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a shop showed from a moment on, and whether a push or a buyer changed it."""

    at: float
    quantity: int
    is_pushed: bool


def measure(seconds: int) -> dict[str, float]:
    """`propagation_p95_s` over every order, article and other channel, and how many orders a second came."""
    with logged_in() as client:
        articles = _articles(client)
        accounts = _connect(client, articles)
        _count(client, articles)
    shown = _settled(accounts, articles)
    begun = time.time()
    placed = _sell(accounts, articles, seconds)
    _settled(accounts, articles)
    waited = [
        wait
        for article in articles
        for wait in waits(_changes(accounts, article, begun), shown[article.variant_id])
    ]
    return {
        "propagation_p95_s": percentile(waited),
        "propagation_limit_s": _limit(accounts),
        "propagation_orders_per_s": placed,
    }


def _limit(accounts: Sequence[Account]) -> float:
    """Seconds a change may have to wait for the next call that a channel's own rate limit allows."""
    rates = [
        window.rate
        for account in accounts
        for window in registry.manifest(account.provider).windows({})[_PUSH_GROUPS[account.provider]]
    ]
    return 1 / min(rates)


# the eight shops


def _articles(client: httpx.Client) -> list[Article]:
    """Which both shops of the demo know by the same SKU."""
    there = control("GET", "woocommerce/default/stock")
    found: list[Article] = []
    after: dict[str, str] = {}
    while len(found) < ARTICLES:
        page = client.get("/api/stock", params={"limit": 200, **after}).json()
        if not page:
            break
        found += [
            Article(row["variant_id"], {"barcode": row["barcode"], "sku": row["sku"]})
            for row in page
            if len(row["channels"]) > 1 and row["sku"] in there
        ]
        after = {"after_name": page[-1]["folded_name"], "after_id": page[-1]["variant_id"]}
    return found[:ARTICLES]


def _connect(client: httpx.Client, articles: Sequence[Article]) -> list[Account]:
    """Half of them Trendyol accounts, half WooCommerce shops; each an account with limits of its own."""
    accounts = [
        Account("trendyol", DEMO_SELLER, {}),
        Account("woocommerce", "default", {}),
        *(_seller(str(200_000 + place)) for place in range(1, CHANNELS // 2)),
        *(_web_shop(f"bench{place}") for place in range(1, CHANNELS // 2)),
    ]
    for account in accounts[2:]:
        control(
            "POST", f"{account.provider}/{account.name}/products", [_seed(account, one) for one in articles]
        )
        client.post("/api/integrations/", json=_connection(account)).raise_for_status()
    client.post("/api/integrations/bulk-sync").raise_for_status()
    _until(lambda: _are_ready(client), "the new connections have their listings and webhooks")
    return accounts


def _connection(account: Account) -> dict[str, object]:
    """The sandbox of WooCommerce is one shop only, the others have addresses of their own."""
    environment = "sandbox" if account.provider == "trendyol" else "live"
    return {
        "connector": account.provider,
        "name": account.name,
        "environment": environment,
        "is_test": False,
        "values": account.values,
    }


def _seller(seller_id: str) -> Account:
    made = control("POST", "trendyol/accounts", {"seller_id": int(seller_id)})
    values = {name: str(made[name]) for name in ("seller_id", "api_key", "api_secret")}
    return Account("trendyol", seller_id, values)


def _web_shop(slug: str) -> Account:
    made = control("POST", "woocommerce/accounts", {"slug": slug})
    key = {name: made["keys"][0][name] for name in ("consumer_key", "consumer_secret")}
    return Account("woocommerce", slug, {"shop_url": sandbox_address() + made["path"], **key})


def _seed(account: Account, article: Article) -> dict[str, object]:
    if account.provider == "trendyol":
        names = {"barcode": article.names["barcode"], "stockCode": article.names["sku"]}
        return {**names, "title": article.names["sku"], "quantity": 1, "salePrice": "100.00"}
    return {
        "sku": article.names["sku"],
        "name": article.names["sku"],
        "regular_price": "100.00",
        "stock_quantity": 1,
    }


def _are_ready(client: httpx.Client) -> bool:
    rows = client.get("/api/integrations/").json()
    return len(rows) == CHANNELS and all(
        row["has_webhook"] and row["listings"] >= ARTICLES and row["unmatched"] < row["listings"]
        for row in rows
    )


def _count(client: httpx.Client, articles: Sequence[Article]) -> None:
    """Enough of everything that nothing sells out."""
    counts = [{"variant_id": article.variant_id, "on_hand": UNITS} for article in articles]
    client.put("/api/stock", json={"counts": counts}).raise_for_status()


def _settled(accounts: Sequence[Account], articles: Sequence[Article]) -> dict[str, int]:
    """What all shops show of each article, once they agree and nothing changed for a moment."""
    latest: dict[str, set[int]] = {}

    def agree() -> bool:
        shelves = [
            (account.key, control("GET", f"{account.provider}/{account.name}/stock")) for account in accounts
        ]
        found = {one.variant_id: {shelf[one.names[key]] for key, shelf in shelves} for one in articles}
        is_quiet = found == latest
        latest.update(found)
        return is_quiet and all(len(quantities) == 1 for quantities in found.values())

    _until(agree, "all shops show the same")
    return {variant_id: quantities.pop() for variant_id, quantities in latest.items()}


def _until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SETTLED_WITHIN
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {SETTLED_WITHIN} s: {what}")
        time.sleep(1)


# buyers


def _sell(accounts: Sequence[Account], articles: Sequence[Article], seconds: int) -> float:
    """Every channel sells on a clock of its own, whatever becomes of its orders. Returns orders a second."""
    start = time.time() + 0.5
    made: list[float] = []
    buyers = [
        threading.Thread(target=_buy, args=(account, place, articles, start, seconds, made))
        for place, account in enumerate(accounts)
    ]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return len(made) / max(seconds, max(made) - start)


def _buy(
    account: Account, place: int, articles: Sequence[Article], start: float, seconds: int, made: list[float]
) -> None:
    dice = random.Random(place)
    pace = CHANNELS / ORDERS_PER_SECOND
    line = http.client.HTTPConnection("127.0.0.1", settings().sandbox_port, timeout=60)
    moments = [start + place / ORDERS_PER_SECOND + turn * pace for turn in range(int(seconds / pace))]
    for moment in moments:
        time.sleep(max(0.0, moment - time.time()))
        basket = dice.sample(articles, dice.choice(LINES))
        lines = [{account.key: one.names[account.key], "quantity": 1} for one in basket]
        line.request(
            "POST", f"/_control/{account.provider}/{account.name}/orders", json.dumps({"lines": lines})
        )
        answer = line.getresponse()
        answer.read()
        if answer.status != http.client.CREATED:
            raise RuntimeError(f"{account.name} sold nothing: {answer.status}")
        made.append(time.time())


# what the shops showed, and when


def _changes(accounts: Sequence[Account], article: Article, since: float) -> list[list[Change]]:
    """One list for each account, oldest first."""
    return [list(_history(account, article, since)) for account in accounts]


def _history(account: Account, article: Article, since: float) -> Iterator[Change]:
    found = control("GET", f"{account.provider}/{account.name}/stock/{article.names[account.key]}")
    for entry in found["history"]:
        at = datetime.fromisoformat(entry["at"]).timestamp()
        if at >= since:
            yield Change(at, entry["quantity"], entry["cause"] == "api")


def waits(shops: Sequence[Sequence[Change]], stood_at: int) -> Iterator[float]:
    """Seconds from each sale to the push that let another shop show it and all sales before it.

    The n-th unit sold is told where a shop was pushed to n below the start. A shop that lowers its own
    shelf has been told nothing by that, so only pushes count.
    """
    sales = sorted(
        (change.at, shop) for shop, changes in enumerate(shops) for change in changes if not change.is_pushed
    )
    for told, changes in enumerate(shops):
        pushes = iter([change for change in changes if change.is_pushed])
        latest = next(pushes, None)
        for sold, (at, seller) in enumerate(sales, start=1):
            while latest and (latest.at < at or latest.quantity > stood_at - sold):
                latest = next(pushes, None)
            if told != seller:
                yield latest.at - at if latest else NEVER

"""A stage: a fresh account of one pretend provider, and what the contract suite must know of that provider."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import httpx

from prapazar.connector_kit import registry
from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import AuthFailed, ConnectorError
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus

_OFTEN = 1_000
"""A figure, so that one sees by what is left of it that a fault has struck."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is put on the pretend shelf; `key` is its barcode and its SKU."""

    key: str
    title: str = "Çiçekli Şal, İğne Oyalı"
    price: Decimal = Decimal("129.90")
    quantity: int = 50


@dataclass
class Server:
    """The sandbox in a process of its own, and its control levers."""

    address: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def pull(self, method: str, lever: str, body: object = None) -> Any:  # noqa: ANN401 - the lever's answer
        answer = self.http.request(method, f"{self.address}/_control{lever}", json=body)
        answer.raise_for_status()
        return answer.json()


class Stage(ABC):
    """A fresh account of one provider; each provider has a module here that says the rest."""

    slug: ClassVar[str]
    environment: ClassVar[Environment] = "sandbox"
    orders_path: ClassVar[str]
    """Shell pattern over the path at which orders are read."""
    unknown_id: ClassVar[str]
    """A listing this channel does not have, in the form of its ids."""
    steps: ClassVar[tuple[PackageStatus, ...]]
    """What the channel can be told of a package, in order."""
    cancelled: ClassVar[str]
    """The provider's word for an order the buyer took back."""
    envelope: ClassVar[tuple[str, ...]] = ()
    """Fields around a page of orders without which it cannot be read."""
    log_in_requests: ClassVar[int] = 1
    """How many requests a test of the credentials is."""
    forbidden: ClassVar[type[ConnectorError]] = AuthFailed
    """What a lasting 403 means; at some it is the throttle's answer."""
    shows_steps: ClassVar[bool] = True
    """An order's status says what was told of it; elsewhere its tracking number does."""
    repeated_write: ClassVar[str | None] = None
    """The code with which a push that is sent a second time is refused, where it is."""

    tells_wait: ClassVar[bool] = True
    """Who comes too often is told for how long to stay away; SMTP has no word for it."""
    currency: ClassVar[str] = "TRY"
    """What its articles are sold for."""
    signs_with_secret: ClassVar[bool] = True
    """Deliveries prove our secret; elsewhere they are signed by a key of the channel's own."""
    registers_webhooks: ClassVar[bool] = True
    """There is a call for it; some want an e-mail."""
    has_list_price: ClassVar[bool] = True
    """The channel shows a higher price that was, beside the one that is."""
    order_status: ClassVar[str | None] = None
    """The field of an order's status, where it is called neither `status` nor `shipmentPackageStatus`."""
    order_clock: ClassVar[timedelta] = timedelta(seconds=1)
    """The smallest step of the moments told with orders."""
    ships_units: ClassVar[bool] = True
    """Some units of a line may be told alone; elsewhere a line goes whole."""
    splits_units: ClassVar[bool] = False
    """Each unit of an order is a line of its own."""
    counts_orders: ClassVar[bool] = True
    """A page of orders says how many there are in all."""
    counts_listings: ClassVar[bool] = True
    pushes_path: ClassVar[str] = "*"
    """Shell pattern over the paths stock and prices are pushed to, where a log-in of its own goes before."""
    full_batch: ClassVar[int | None] = None
    """How many items are sent at once where a whole batch is more than can be read back in seconds."""
    takes_unsupplied: ClassVar[bool] = True
    """The channel can be told that lines cannot be supplied; elsewhere its own panel is the only way."""
    asking_paths: ClassVar[tuple[str, ...]] = ()
    """Addresses that are asked by POST and change nothing."""

    brand: ClassVar[tuple[str, str | None]] = ("Deneme Marka", None)
    """Name of a brand that may be listed, and its id where a draft has to give it."""
    images: ClassVar[tuple[str, ...]] = (
        "https://cdn.example.com/sal/on.jpg",
        "https://cdn.example.com/sal/arka.jpg",
    )
    """Of a draft; none where the connector has to download them first."""
    refused: ClassVar[Mapping[str, object]] = {"images": ("no-address",)}
    """What makes the channel refuse a draft that is good otherwise."""
    unknown_category: ClassVar[str] = "999999999"
    tells_vat: ClassVar[bool] = True
    """Its listings say their VAT rate."""
    tells_brand: ClassVar[bool] = True
    """Its listings say their brand."""
    tells_barcode: ClassVar[bool] = True
    """Its listings say their barcode."""
    plain_text: ClassVar[bool] = False
    """Its descriptions are text without marks."""
    write_method: ClassVar[str] = "POST"
    """With which content is written."""
    content_path: ClassVar[str] = "*"
    """Shell pattern over the path content is written to, where a log-in of its own goes before."""
    changes_content: ClassVar[bool] = True
    """The content of a listing can be changed at all; else each change is refused."""
    changes_title: ClassVar[bool] = True
    """Title and pictures of a listing can be changed."""
    counts_claims: ClassVar[bool] = True
    """Fewer claims than the channel counts are noticed; a report says no count."""
    claim_clock: ClassVar[timedelta] = timedelta(0)
    """The smallest step of the moments told with claims, where it is more than a second."""
    question_clock: ClassVar[timedelta] = timedelta(0)
    """The same of questions."""
    claims_path: ClassVar[str] = "*/claims*"
    """Shell pattern over the path at which claims are read; the next two likewise."""
    questions_path: ClassVar[str] = "*/questions*"
    settlements_path: ClassVar[str] = "*/settlements*"
    messages_path: ClassVar[str] = "*/messages/*"
    claim_status: ClassVar[str] = "status"
    """Where a claim's status stands; a dot leads inwards."""
    question_status: ClassVar[str] = "status"
    claims_units: ClassVar[bool] = True
    """A buyer may give back some units of a line; elsewhere it goes back as a whole."""
    splits_claims: ClassVar[bool] = True
    """One line of a claim can be decided without the others."""
    counts_questions: ClassVar[bool] = True
    """A page of questions says how many there are in all."""
    counts_settlements: ClassVar[bool] = True
    """A page of account lines says how many there are in all."""
    answer_length: ClassVar[tuple[int, int | None]] = (1, 2000)
    """Letters the answer to a question must and may have; None where no end is documented."""
    plenty: ClassVar[int] = 110
    """More claims or questions than the channel answers at once."""
    many_sales: ClassVar[tuple[int, int]] = (110, 1)
    """Orders, and units of each, that make more account lines than the channel answers at once."""
    commission_rate: ClassVar[Decimal] = Decimal(15)
    """Percent of a sale the channel keeps."""
    returns_commission: ClassVar[bool] = True
    """What it kept of a sale is given back with what comes back."""
    invoices_once_packed: ClassVar[bool] = False
    """What is not packed yet has no invoice."""
    invoices_path: ClassVar[str] = "*nvoice*"
    """Shell pattern over the paths invoices are told at."""
    keeps_old_invoices: ClassVar[bool] = False
    """The buyer got each of them by mail."""
    wrong_queue_key: ClassVar[Mapping[str, str]] = {}
    """Credentials its queue does not know."""

    account: str
    settings: dict[str, str]
    credentials: dict[str, str]

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.open(name)

    @property
    def secrets(self) -> list[str]:
        return list(self.credentials.values())

    def can(self, capability: str) -> bool:
        return capability in registry.manifest(self.slug).capabilities

    def connector(self, wire: Wire | None = None, credentials: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - per provider
        return registry.build(
            self.slug,
            self.settings,
            {**self.credentials, **(credentials or {})},
            self.environment,
            wire or Wire(),
            sandbox_url=self.server.address,
        )

    def wired(self, wire: Wire) -> Wire:
        """With the place where this account's credentials are kept, at a provider that replaces them."""
        return wire

    def told(self, moment: datetime) -> datetime:
        """A moment as exact as this channel tells it."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return moment - (moment - epoch) % self.order_clock

    def unhurried(self) -> Any:  # noqa: ANN401 - per provider
        """A connector that waits for its own limits by moving the limiter's clock."""
        slept: list[float] = []
        limiter = LocalLimiter(now=lambda: sum(slept))
        return self.connector(Wire(sleep=slept.append, limiter=limiter, max_wait=600))

    def fault(
        self,
        kind: str,
        *,
        path: str = "*",
        method: str = "*",
        action: str = "*",
        times: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> None:
        where = {
            "provider": self.slug,
            "account": self.account,
            "method": method,
            "path": path,
            "action": action,
        }
        self.server.pull(
            "POST", "/faults", {"kind": kind, **where, "times": times or _OFTEN, "options": options or {}}
        )

    def order(self, *lines: tuple[str, int], at: str | None = None, status: str | None = None) -> Any:  # noqa: ANN401 - the provider's order
        buyer = {"first_name": "Şule", "last_name": "Iğdırlıoğlu", "phone": "5321112233"}
        body = {
            "lines": [{"key": key, "quantity": quantity} for key, quantity in lines],
            "buyer": buyer,
            "at": at,
            "status": status,
        }
        return self.server.pull("POST", f"/{self.slug}/{self.account}/orders", body)

    def move(self, order: str, status: str) -> None:
        self.server.pull("POST", f"/{self.slug}/{self.account}/orders/{order}/status", {"status": status})

    def shelf(self, key: str) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("GET", f"/{self.slug}/{self.account}/stock/{key}")

    def asks(self, request: Mapping[str, Any]) -> bool:
        """Whether a request, as the sandbox kept it, changes nothing."""
        return request["method"] == "GET" or request["path"] in self.asking_paths

    def refusals(self) -> int:
        """How many requests of this account were answered 429."""
        asked = self.server.pull("GET", f"/requests?provider={self.slug}&account={self.account}")
        return sum(request["status"] == httpx.codes.TOO_MANY_REQUESTS for request in asked)

    @abstractmethod
    def open(self, name: str) -> None:
        """A further account; `name` is a plain word nobody has used. Sets account, settings and credentials."""

    @abstractmethod
    def seed(self, articles: Sequence[Article]) -> None: ...

    @abstractmethod
    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        """Of the first package of an order, as the connector names it."""

    @abstractmethod
    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        """What the levers call an order."""

    def fill(self, key: str, count: int = 1) -> None:
        """So many records to read: orders, or listings where the channel has none."""
        if not self.can("read_orders"):
            self.seed([Article(f"{int(key) + number}") for number in range(count)])
            return
        self.seed([Article(key)])
        for _ in range(count):
            self.order((key, 1))

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        """What `fill` put there, as the connector reads it."""
        if not self.can("read_orders"):
            return [one for page in connector.fetch_listings() for one in page]
        # By the sandbox's clock, which other tests may have moved on.
        moment = datetime.fromisoformat(self.server.pull("GET", "/")["now"])
        window = moment - timedelta(hours=1), moment + timedelta(minutes=1)
        return [one for page in connector.fetch_packages(*window) for one in page]

    def category(self) -> str:
        """Where a draft may be listed."""
        raise NotImplementedError

    def attribute(self) -> AttributeRecord:
        """One that `category` asks for, whole, as the channel tells it; best one that makes variants."""
        raise NotImplementedError

    def lose_content(self) -> None:
        """The answer to the next content that is written is lost."""
        self.fault("lost_answer", method=self.write_method, path=self.content_path, times=1)

    def approve(self, key: str) -> None:  # noqa: B027 - most have nothing to do
        """The channel lets a new listing through; most do so at once."""

    def claim(self, order: Any, lines: Sequence[tuple[str, int]]) -> str:  # noqa: ANN401 - the provider's order
        """The buyer gives units back and the merchant has to decide; answers the claim's id."""
        raise NotImplementedError

    def refund(self, claim: str) -> None:  # noqa: B027 - most give the money back with the approval
        """The money of an approved claim goes back."""

    def rivals(self, key: str, *prices: str) -> None:
        """What others ask for an article from now on; none: nobody else sells it."""
        raise NotImplementedError

    def ask(self, key: str, text: str) -> str:
        """A customer asks about an article; answers the question's id."""
        raise NotImplementedError

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        """What has to happen until the channel books an order as sold."""
        raise NotImplementedError

    def pay_out(self) -> None:
        """The channel pays what stands in the account."""
        raise NotImplementedError

    def hook(self, connector: Any, address: str, secret: str) -> str:  # noqa: ANN401 - any connector
        """Deliveries go there from now on; answers what the webhook is called."""
        return str(connector.register_webhook(address, secret).external_id)

    def unhook(self, connector: Any, webhook: str) -> None:  # noqa: ANN401 - any connector
        connector.remove_webhook(webhook)

    def invoices(self, order: Any) -> list[str]:  # noqa: ANN401 - the provider's order
        """Where the papers lie that the buyer of an order is shown; `file` for one that the channel keeps."""
        asked = {"order": self.order_id(order)}
        return list(self.server.pull("POST", f"/{self.slug}/{self.account}/invoices", asked)["invoices"])

    def written(self, order: Any) -> list[str]:  # noqa: ANN401 - the provider's order
        """What the buyer of an order has got from the merchant, oldest first."""
        raise NotImplementedError

    def reveal(self) -> None:
        """Messages of the queue that were read and not dropped show up again, as they do after a while."""
        raise NotImplementedError

    def tighten(self, requests: int, seconds: int) -> bool:  # noqa: ARG002 - for those that have limits
        """The simulator enforces this limit from now on; False where the provider has none."""
        return False

    def loosen(self) -> None:  # noqa: B027 - most have nothing to take back
        """Back to the usual limits."""


def colour(external_id: str, values: Mapping[str, str]) -> AttributeRecord:
    """An attribute most channels have: optional, from a list, and it makes variants."""
    told = tuple(AttributeValueRecord(number, name) for number, name in values.items())
    return AttributeRecord(external_id, "Renk", False, False, True, values=told)

"""What a connector says about itself in manifest.toml: form, hosts, limits, batch sizes, webhooks."""

import re
import tomllib
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prapazar.connector_kit import files
from prapazar.connector_kit.consent import Consent
from prapazar.connector_kit.files import FileProfile
from prapazar.connector_kit.limits import Window

SANDBOX = "{sandbox}"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")


class Kind(StrEnum):
    MARKETPLACE = "marketplace"
    SHOP = "shop"
    """The merchant's own shop software."""
    CARRIER = "carrier"
    EINVOICE = "einvoice"
    PAYMENT = "payment"
    MESSAGE = "message"
    """Mail, SMS, WhatsApp."""
    ERP = "erp"
    FEED = "feed"
    """A file of ours that the channel fetches."""
    CATALOG = "catalog"
    """Products, stock and prices go out; no orders come back."""


class Capability(StrEnum):
    """One for each protocol of the contract."""

    TEST_CREDENTIALS = "test_credentials"
    READ_LISTINGS = "read_listings"
    READ_CATEGORIES = "read_categories"
    READ_ATTRIBUTES = "read_attributes"
    WRITE_LISTINGS = "write_listings"
    DELETE_LISTINGS = "delete_listings"
    READ_BUYBOXES = "read_buyboxes"
    """Whose offer a channel shows first where several sell the same article."""
    READ_ORDERS = "read_orders"
    PUSH_STOCK = "push_stock"
    PUSH_PRICE = "push_price"
    ANSWER_BATCHES = "answer_batches"
    REPORT_STATUS = "report_status"
    SHIP_PARTS = "ship_parts"
    """Not a protocol: the last step of a package may be told of some of its units at a time, each with its parcel."""
    SPLIT_PACKAGES = "split_packages"
    CHANGE_CARRIERS = "change_carriers"
    RECEIVE_WEBHOOKS = "receive_webhooks"
    READ_QUEUE = "read_queue"
    READ_CLAIMS = "read_claims"
    ANSWER_CLAIMS = "answer_claims"
    SEND_EVIDENCE = "send_evidence"
    READ_QUESTIONS = "read_questions"
    ANSWER_QUESTIONS = "answer_questions"
    WRITE_TO_BUYERS = "write_to_buyers"
    READ_SETTLEMENTS = "read_settlements"
    CREATE_SHIPMENTS = "create_shipments"
    CANCEL_SHIPMENTS = "cancel_shipments"
    OPEN_RETURN_CODES = "open_return_codes"
    MAKE_LABELS = "make_labels"
    TRACK_SHIPMENTS = "track_shipments"
    QUOTE_RATES = "quote_rates"
    PUSH_TRACKING = "push_tracking"
    FIND_TAXPAYERS = "find_taxpayers"
    SEND_DOCUMENTS = "send_documents"
    CANCEL_DOCUMENTS = "cancel_documents"
    SHOW_DOCUMENTS = "show_documents"
    SHARE_INVOICES = "share_invoices"
    TAKE_PAYMENTS = "take_payments"
    REFUND_PAYMENTS = "refund_payments"
    CANCEL_PAYMENTS = "cancel_payments"
    SEND_EMAIL = "send_email"
    """As the next two: one protocol, by the way it goes."""
    SEND_SMS = "send_sms"
    SEND_WHATSAPP = "send_whatsapp"
    FOLLOW_MESSAGES = "follow_messages"
    PUSH_REPORTS = "push_reports"
    SERVE_FEED = "serve_feed"
    """Not a protocol: the file its profile describes is written and served."""
    EXPORT_PRODUCTS = "export_products"
    """From here on: what goes by files, and is nothing a connector could call."""
    IMPORT_ORDERS = "import_orders"
    EXPORT_SHIPMENTS = "export_shipments"
    IMPORT_HISTORY = "import_history"


BY_FILES = frozenset(
    {
        Capability.EXPORT_PRODUCTS,
        Capability.IMPORT_ORDERS,
        Capability.EXPORT_SHIPMENTS,
        Capability.IMPORT_HISTORY,
    }
)


Environment = Literal["live", "stage", "sandbox"]
FeedFormat = Literal["xml", "csv", "tsv"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    tr: str
    en: str


class Choice(_Part):
    value: str
    label: Words


class AuthField(_Part):
    """One input of the form a merchant fills in; `secret` ones are sealed, the others are settings."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: Literal["text", "secret", "url", "choice"]
    label: Words
    help: Words | None = None
    required: bool = True
    pattern: str | None = None
    choices: tuple[Choice, ...] = ()
    default: str | None = None

    def fault(self, value: str) -> str | None:
        """The code of what is wrong with a value, None where nothing is."""
        if not value:
            return "field.required" if self.required else None
        if self.kind == "url" and not _PLAIN_ADDRESS.fullmatch(value):
            return "field.not_an_address"
        if self.kind == "choice" and value not in {choice.value for choice in self.choices}:
            return "field.not_a_choice"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return "field.wrong_form"
        return None


class Auth(_Part):
    kind: Literal["key_secret", "token", "user_password", "oauth2", "none"]
    """none: there is nothing to log in to."""
    where: Words
    """Where the merchant finds these values."""
    account: str = ""
    """The field that says whose account it is; connections to one account share its limits."""
    fields: tuple[AuthField, ...]


class LimitGroup(_Part):
    """Requests an account may make at the operations of one group; several rules hold at once."""

    group: str
    seconds: int
    requests: int | dict[str, int]
    """One figure, or one for each tier; 0 means no limit."""
    burst: int | None = None
    """The size of the provider's bucket, which `requests` in `seconds` refill; unset: a plain window."""
    since: date
    source: str

    def window(self, tier: str) -> Window | None:
        allowed = self.requests if isinstance(self.requests, int) else self.requests[tier]
        return Window(allowed, self.seconds, self.burst) if allowed else None


class Change(_Part):
    """A dated change of the provider's interface: what retires, is renamed, or is asked for from a day on."""

    since: date
    what: Words
    source: str


class Standard(_Part):
    """A dated fact: from which share on the channel holds something against its sellers."""

    measure: Literal["late", "cancelled", "defect", "returned", "unanswered"]
    below: Annotated[Decimal, Field(gt=0, lt=1)]
    """The share has to stay below it."""
    allows_itself: bool = False
    """The figure itself is still good: "at most", not "below"."""
    days: Annotated[int, Field(gt=0)]
    """The channel counts over so many."""
    since: date
    """Of the page that says so."""
    source: str


class Tiers(_Part):
    """The setting that names the account's tier, and which one holds where it is not given."""

    setting: str
    default: str


class Evidence(_Part):
    """Files that go with the rejection of a claim."""

    kinds: Annotated[tuple[str, ...], Field(min_length=1)]
    """Content types."""
    files: Annotated[int, Field(gt=0)]
    """At most so many at a time."""
    bytes: Annotated[int, Field(gt=0)]
    """Of one file, at most."""
    is_needed: bool = False
    """A rejection without any is refused, but for these reasons."""
    not_needed_for: tuple[str, ...] = ()
    since: date
    source: str


class Batches(_Part):
    stock: int = 0
    price: int = 0
    listings: int = 0
    buyboxes: int = 0
    """Listings asked about at once."""
    shares_rows: bool = False
    """Stock and price stand in one row that is read and written whole: two pushes at once would undo each other."""
    answer_kept_seconds: int | None = None
    """After so long the provider no longer knows a batch: what is unanswered by then stays unknown."""


class Intervals(_Part):
    """Seconds between two runs of a job, before the merchant changes them."""

    orders: int = 300
    order_count: int = 86_400
    products: int = 86_400
    batches: int = 15
    queue: int = 30
    feed: int = 900
    """Between two looks whether anything changed that its file tells."""
    claims: int = 600
    questions: int = 300
    buyboxes: int = 3600
    tracking: int = 900


class FeedXml(_Part):
    """The shape around the rows of an XML file."""

    root: str = ""
    row: str = ""
    within: str = ""
    """An element between root and rows."""
    names_shop: bool = False
    """The head says whose file it is, as RSS does."""
    namespaces: dict[str, str] = {}
    """By prefix; the empty one is the default."""
    attributes: dict[str, str] = {}


class Feed(_Part):
    """A file that the channel fetches from us."""

    formats: Annotated[tuple[FeedFormat, ...], Field(min_length=1)]
    """The first is the usual one."""
    fields: Annotated[str, Field(pattern=r"^[a-z_]+\.toml$")]
    """The file beside the manifest that says what each article tells."""
    categories: Literal["none", "optional", "needed"] = "optional"
    """Whether the merchant maps categories to the channel's own."""
    xml: FeedXml = FeedXml()

    @model_validator(mode="after")
    def _has_shape(self) -> "Feed":
        if "xml" in self.formats and not (self.xml.root and self.xml.row):
            raise ValueError("an XML file has a root and a row")
        return self


class Manifest(_Part):
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    kinds: tuple[Kind, ...]
    countries: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    """Where it sells, for a provider of one or few countries; none: anywhere."""
    capabilities: tuple[Capability, ...]
    documentation: str
    auth: Auth
    consent: Consent | None = None
    """Where access is granted on the provider's own page."""
    hosts: dict[Environment, str | dict[str, str]]
    """One address, or one for each part of a provider that lives on several hosts; the first is the main one."""
    limits: tuple[LimitGroup, ...] = ()
    tiers: Tiers | None = None
    batches: Batches = Batches()
    webhooks: tuple[Literal["orders", "products"], ...] = ()
    standards: tuple[Standard, ...] = ()
    """What a seller's performance has to stay below; none where the channel publishes none."""
    changes: tuple[Change, ...] = ()
    """Newest last; those to come too."""
    intervals: Intervals = Intervals()
    evidence: Evidence | None = None
    ships_whole_lines: bool = False
    """What is told of a part of a package is told of lines, never of some of a line's units."""
    feed: Feed | None = None
    files: FileProfile | None = None
    """A platform nobody calls: spreadsheets go to and fro, and one program serves all of them."""

    @model_validator(mode="before")
    @classmethod
    def _by_files(cls, given: Any) -> Any:  # noqa: ANN401 - as read from the file
        """A file channel's form is everybody's, and it has no host."""
        if not isinstance(given, dict) or "files" not in given:
            return given
        if given.keys() & {"auth", "hosts", "consent", "limits", "webhooks"}:
            raise ValueError("a file channel calls nobody: it has no form, host, limit or webhook of its own")
        return {**given, "auth": files.FORM, "hosts": {"live": ""}}

    @model_validator(mode="after")
    def _parts_fit(self) -> "Manifest":
        if (self.feed is None) == (Kind.FEED in self.kinds):
            raise ValueError("a feed has the kind feed and a section that describes it")
        names = {field.name for field in self.auth.fields}
        addresses = [address for host in self.hosts.values() for address in _parts(host).values()]
        used = {name for address in addresses for name in _PLACEHOLDER.findall(address)} - {"sandbox"}
        for name in used if self.files else used | {self.auth.account}:
            if name not in names:
                raise ValueError(f"no field of the form is called {name}")
        if any((capability in BY_FILES) != bool(self.files) for capability in self.capabilities):
            raise ValueError("what goes by files is a file channel's, and all that it can do")
        if (self.evidence is None) == (Capability.SEND_EVIDENCE in self.capabilities):
            raise ValueError("what takes evidence says which")
        if "live" not in self.hosts:
            raise ValueError("the live host is missing")
        if not all(_parts(host) for host in self.hosts.values()):
            raise ValueError("an environment without a host")
        if len({tuple(sorted(_parts(host))) for host in self.hosts.values()}) > 1:
            raise ValueError("every environment has the same parts")
        self._consent_fits(names)
        if any(isinstance(limit.requests, dict) for limit in self.limits) and self.tiers is None:
            raise ValueError("limits differ by tier, but no setting names the tier")
        return self

    def _consent_fits(self, names: set[str]) -> None:
        if self.consent is None:
            return
        if unknown := self.consent.names - names:
            raise ValueError(f"no field of the form is called {min(unknown)}")
        if self.consent.page.keys() - self.hosts.keys():
            raise ValueError("a page of an environment without a host")
        if any(self.consent.token_host not in _parts(host) for host in self.hosts.values()):
            raise ValueError(f"no host for the token: {self.consent.token_host!r}")

    def field(self, name: str) -> AuthField:
        return next(field for field in self.auth.fields if field.name == name)

    def faults(self, values: dict[str, str], *, leaving: Collection[str] = ()) -> dict[str, str]:
        """Field name to code, for every value of a filled-in form that cannot be right.

        `leaving` names fields that somebody else fills in later.
        """
        found = {
            field.name: field.fault(values.get(field.name, "").strip())
            for field in self.auth.fields
            if field.name not in leaving
        }
        return {name: code for name, code in found.items() if code}

    def split(self, values: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """A filled-in form as settings (kept in clear) and credentials (to be sealed)."""
        given = {
            field: values.get(field.name, "").strip() or field.default or "" for field in self.auth.fields
        }
        kept = {field.name: value for field, value in given.items() if field.kind != "secret" and value}
        sealed = {field.name: value for field, value in given.items() if field.kind == "secret" and value}
        return kept, sealed

    def addresses(
        self, environment: Environment, settings: dict[str, Any], sandbox_url: str
    ) -> dict[str, str]:
        """Where calls go, by the provider's part; a provider with one host has it under the empty name.

        A merchant's own shop has its address among the settings.
        """
        usual = {field.name: field.default for field in self.auth.fields if field.default is not None}
        given = {name: str(value) for name, value in settings.items()}
        known = {"sandbox": sandbox_url.rstrip("/"), **usual, **given}
        return {
            part: _PLACEHOLDER.sub(lambda found: known[found[1]], address).rstrip("/")
            for part, address in _parts(self.hosts[environment]).items()
        }

    def host(self, environment: Environment, settings: dict[str, Any], sandbox_url: str) -> str:
        """The address of the main part, or the only one."""
        return next(iter(self.addresses(environment, settings, sandbox_url).values()))

    def windows(self, settings: dict[str, Any]) -> dict[str, tuple[Window, ...]]:
        """The limits of every group for the tier the settings name."""
        tier = ""
        if self.tiers:
            tier = str(settings.get(self.tiers.setting) or self.tiers.default)
        found: dict[str, tuple[Window, ...]] = {}
        for limit in self.limits:
            window = limit.window(tier)
            found[limit.group] = (*found.get(limit.group, ()), *((window,) if window else ()))
        return found


def _parts(host: str | dict[str, str]) -> dict[str, str]:
    return {"": host} if isinstance(host, str) else host


def read(path: Path) -> Manifest:
    """Raises pydantic.ValidationError or tomllib.TOMLDecodeError where the file is not as it must be."""
    return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

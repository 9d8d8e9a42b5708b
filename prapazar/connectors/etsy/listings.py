"""The steps by which Etsy's listings are written: read the whole inventory, change it, write it back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TypeVar

from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.records import ItemResult, ItemState, PriceOffer, StockOffer
from prapazar.connectors.etsy import content, errors
from prapazar.connectors.etsy.client import EtsyClient
from prapazar.connectors.etsy.mapper import listing_of
from prapazar.connectors.etsy.schemas import Form, Raw
from prapazar.foundation.money import rounded

_SOLD_OUT = "sold_out"
Offer = TypeVar("Offer", StockOffer, PriceOffer)


class Shelves:
    def __init__(self, client: EtsyClient, shop: int, *, renews: bool) -> None:
        self._client = client
        self._shop = shop
        self._renews = renews

    def stock(self, offers: Sequence[StockOffer]) -> list[ItemResult]:
        found: list[ItemResult] = []
        for listing, group in _by_listing(offers).items():
            found += self._tried(group, lambda: self._write_stock(listing, group))  # noqa: B023 - called at once
        return found

    def prices(self, offers: Sequence[PriceOffer], currency: str) -> list[ItemResult]:
        found = [_refused(one, "etsy.currency", currency) for one in offers if one.currency != currency]
        for listing, group in _by_listing([one for one in offers if one.currency == currency]).items():
            found += self._tried(group, lambda: self._write_prices(listing, group))  # noqa: B023 - called at once
        return found

    def _write_stock(self, listing: str, offers: Sequence[StockOffer]) -> list[ItemResult]:
        """One that was sold out is renewed first, which gives it one unit; then it gets its own."""
        raw = self._read(listing)
        products = content.matrix(raw)
        known = {one.external_id: one.quantity for one in offers if one.external_id in products}
        if known:
            content.set_quantities(products, known)
            made = content.apart(content.inventory(raw, products))
            if content.state(raw) == _SOLD_OUT and content.units(made):
                self._renew(listing)
            try:
                self._client.write_inventory(listing, made)
            except Rejected:
                if content.units(made) or content.state(raw) != "active":
                    raise
                self._client.update_listing(self._shop, listing, {"state": "inactive"})
        return _answers(offers, known)

    def _write_prices(self, listing: str, offers: Sequence[PriceOffer]) -> list[ItemResult]:
        raw = self._read(listing)
        products = content.matrix(raw)
        known = {one.external_id: rounded(one.price) for one in offers if one.external_id in products}
        if known:
            content.set_prices(products, known)
            self._client.write_inventory(listing, content.inventory(raw, products))
        return _answers(offers, known)

    def _read(self, listing: str) -> Raw:
        if not listing:
            raise Rejected("no listing of Etsy's is called so", code=errors.NOT_FOUND)
        return mapping(self._client.inventory(listing), "inventory")

    def _renew(self, listing: str) -> None:
        """Etsy takes its listing fee for it."""
        if not self._renews:
            raise Rejected(listing, code="etsy.not_renewed")
        self._client.update_listing(self._shop, listing, {"state": "active"})

    @staticmethod
    def _tried(offers: Sequence[Offer], write: Callable[[], list[ItemResult]]) -> list[ItemResult]:
        try:
            return write()
        except Rejected as error:
            return [_refused(one, error.code, error.detail) for one in offers]


@dataclass(frozen=True, slots=True)
class Terms:
    """What Etsy wants to know of a listing besides the article itself."""

    shipping_profile_id: int
    return_policy_id: int
    readiness_state_id: int
    who_made: str
    when_made: str


class Drafts:
    """New listings are drafts: publishing one costs a fee, so that it is left to the merchant."""

    def __init__(
        self,
        client: EtsyClient,
        shop: int,
        currency: str,
        *,
        terms: Callable[[], Terms],
        listed: Callable[[], Iterable[Raw]],
        picture: Callable[[str], bytes],
    ) -> None:
        self._client = client
        self._shop = shop
        self._currency = currency
        self._terms = terms
        self._listed = listed
        self._picture = picture

    def write(self, drafts: Sequence[ListingDraft]) -> list[ItemResult]:
        found: list[ItemResult] = []
        for listing, group in _grouped([one for one in drafts if one.external_id], _listing_of_draft).items():
            found += self._answered(group, lambda: self._change(listing, group[0]))  # noqa: B023 - called at once
        new = _grouped([one for one in drafts if not one.external_id], lambda one: one.group)
        there = self._there() if new else []
        for group in new.values():
            found += self._answered(group, lambda: self._create(group, there))  # noqa: B023 - called at once
        return found

    def _change(self, listing: str, draft: ListingDraft) -> None:
        if not listing:
            raise Rejected(str(draft.external_id), code=errors.NOT_FOUND)
        pictures = self._pictures(draft)
        told = content.answers(draft, self._properties(draft) if draft.attributes else [])
        self._client.update_listing(self._shop, listing, content.card(draft))
        self._say(listing, told)
        self._show(listing, pictures)

    def _create(self, group: Sequence[ListingDraft], there: Sequence[Raw]) -> None:
        """Its stock keeping units are written right after, so that it is found by them the next time."""
        first = group[0]
        for draft in group:
            content.check(draft, self._currency)
        units = min(sum(max(one.quantity, 0) for one in group), content.MOST_UNITS)
        if not units:
            raise Rejected(first.sku, code="etsy.stock_needed", field="quantity")
        known = self._properties(first) if first.attributes or len(group) > 1 else []
        told = content.answers(first, known)
        terms = self._terms()
        products = content.new_products(group, known, terms.readiness_state_id)
        content.set_quantities(products, {})
        pictures = self._pictures(first)
        listing = _left_over(group, there) or self._open(first, units, terms)
        self._client.write_inventory(listing, content.apart(content.inventory({}, products)))
        self._say(listing, told)
        self._show(listing, pictures)

    def _open(self, draft: ListingDraft, units: int, terms: Terms) -> str:
        form = {
            **content.card(draft),
            **asdict(terms),
            "quantity": units,
            "price": rounded(draft.price),
            "taxonomy_id": draft.category_external_id,
            "type": "physical",
        }
        return text(required(mapping(self._client.create_listing(self._shop, form), "listing"), "listing_id"))

    def _properties(self, draft: ListingDraft) -> list[AttributeRecord]:
        answer = mapping(self._client.properties(draft.category_external_id), "properties")
        return content.attributes(rows(required(answer, "results"), "results"))

    def _say(self, listing: str, told: Mapping[str, Form]) -> None:
        for number, form in told.items():
            self._client.set_property(self._shop, listing, number, form)

    def _pictures(self, draft: ListingDraft) -> list[bytes]:
        """Fetched before anything is written: a missing one leaves nothing half done."""
        return [self._picture(address) for address in draft.images[: content.MOST_PICTURES]]

    def _show(self, listing: str, pictures: Sequence[bytes]) -> None:
        """Each takes its place; what stood there or behind goes."""
        if not pictures:
            return
        answer = mapping(self._client.images(listing), "images")
        before = [
            text(required(one, "listing_image_id")) for one in rows(required(answer, "results"), "results")
        ]
        for rank, picture in enumerate(pictures, 1):
            self._client.upload_image(self._shop, listing, picture, rank)
        for image in before[len(pictures) :]:
            self._client.delete_image(self._shop, listing, image)

    def _there(self) -> list[Raw]:
        """There is no search by SKU: all listings are looked through."""
        return list(self._listed())

    @staticmethod
    def _answered(group: Sequence[ListingDraft], write: Callable[[], None]) -> list[ItemResult]:
        names = [one.external_id or one.sku for one in group]
        try:
            write()
        except Rejected as error:
            return [ItemResult(name, ItemState.REJECTED, error.code, error.detail) for name in names]
        return [ItemResult(name, ItemState.ACCEPTED) for name in names]


def _left_over(group: Sequence[ListingDraft], there: Sequence[Raw]) -> str:
    """A draft of an earlier try, with these SKUs or without any; Rejected where they are on sale."""
    wanted = {one.sku for one in group}
    for raw in there:
        skus, is_draft = content.skus(raw), text(required(raw, "state")) == "draft"
        if skus & wanted and not is_draft:
            raise Rejected(", ".join(sorted(skus & wanted)), code="etsy.sku_exists", field="sku")
        is_nameless = skus == {""} and text(optional(raw, "title")) == group[0].title
        if is_draft and (skus & wanted or is_nameless):
            return text(required(raw, "listing_id"))
    return ""


def _listing_of_draft(draft: ListingDraft) -> str:
    return listing_of(draft.external_id or "")


def _grouped(
    drafts: Iterable[ListingDraft], key: Callable[[ListingDraft], str]
) -> dict[str, list[ListingDraft]]:
    found: dict[str, list[ListingDraft]] = {}
    for one in drafts:
        found.setdefault(key(one), []).append(one)
    return found


def _by_listing(offers: Sequence[Offer]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for one in offers:
        found.setdefault(listing_of(one.external_id), []).append(one)
    return found


def _answers(
    offers: Sequence[StockOffer] | Sequence[PriceOffer], known: Mapping[str, int] | Mapping[str, Decimal]
) -> list[ItemResult]:
    return [
        ItemResult(one.external_id, ItemState.ACCEPTED)
        if one.external_id in known
        else _refused(one, errors.NOT_FOUND, "no such product in its listing")
        for one in offers
    ]


def _refused(offer: StockOffer | PriceOffer, code: str, message: str) -> ItemResult:
    return ItemResult(offer.external_id, ItemState.REJECTED, code, message)

"""The steps by which listings are read, written and asked after, where one call is not enough."""

import json
from collections.abc import Iterator, Mapping, Sequence

from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parsing import dump_json, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import BatchAnswer, ItemResult, ItemState, PushResult
from prapazar.connectors.amazon import content, errors, mapper
from prapazar.connectors.amazon.client import JSON_FEED, JSON_TYPE, AmazonClient
from prapazar.connectors.amazon.schemas import FeedMessage, Marketplace, Patch, sku_of

DIRECT = 10
"""So many changes go one by one, at once; more go as a feed, of which Amazon takes five in five minutes."""
OFFERS_ONLY = "PRODUCT"
"""The product type that fits a change of stock or price at any listing."""
_FEED, _ITEMS = "feed:", "items:"
_STATE = "summaries,issues"
_LONGEST_SKU = 40


class Listings:
    def __init__(self, client: AmazonClient, seller_id: str, place: Marketplace) -> None:
        self._client = client
        self._seller_id = seller_id
        self._place = place
        self._schemas: dict[str, Row] = {}

    def pages(self) -> Iterator[list[Row]]:
        return paged(_Walk(self._client).read, lambda row: text(required(row, "sku")))

    def asked(self, items: Sequence[Row]) -> dict[str, list[AttributeRecord]]:
        """The words for the options of variants stand in the schema of their product type."""
        kinds = {content.product_type(item) for item in items if content.theme_of(item)}
        return {kind: content.attributes(self.schema(kind)) for kind in kinds if kind}

    def schema(self, product_type: str) -> Row:
        if product_type not in self._schemas:
            self._schemas[product_type] = self._client.schema(product_type)
        return self._schemas[product_type]

    def push(self, patches: Mapping[str, Patch]) -> PushResult:
        """Patches by SKU; few at once, many as a feed."""
        if len(patches) <= DIRECT:
            return PushResult(items=tuple(self._patch(sku, [patch]) for sku, patch in patches.items()))
        messages: list[FeedMessage] = [
            {
                "messageId": number,
                "sku": sku,
                "operationType": "PATCH",
                "productType": OFFERS_ONLY,
                "patches": [patch],
            }
            for number, (sku, patch) in enumerate(patches.items(), start=1)
        ]
        header = {"sellerId": self._seller_id, "version": "2.0", "issueLocale": self._place.language}
        document = dump_json({"header": header, "messages": messages}).encode()
        return PushResult(
            batch_external_id=f"{_FEED}{self._client.submit_feed(JSON_FEED, document, JSON_TYPE)}"
        )

    def answer(self, batch: str) -> BatchAnswer:
        if batch.startswith(_ITEMS):
            return self._written(json.loads(batch.removeprefix(_ITEMS)))
        try:
            feed = self._client.feed(batch.removeprefix(_FEED))
        except Rejected as error:
            if errors.is_missing(error):
                return BatchAnswer(is_final=True, items=())
            raise
        state = mapper.feed_state(feed)
        if state == "waiting":
            return BatchAnswer(is_final=False, items=())
        document = text(optional(feed, "resultFeedDocumentId"))
        if document:
            return mapper.report(self._client.report(document))
        return BatchAnswer(is_final=True, items=(), unnamed=ItemState.REJECTED if state == "failed" else None)

    def write(self, drafts: Sequence[ListingDraft]) -> PushResult:
        results = [self._write(draft, drafts) for draft in drafts]
        refused = tuple(one for one in results if one.state is ItemState.REJECTED)
        taken = [one.external_id for one in results if one.state is not ItemState.REJECTED]
        batch = f"{_ITEMS}{json.dumps(taken)}" if taken else None
        return PushResult(items=refused, batch_external_id=batch)

    def _write(self, draft: ListingDraft, drafts: Sequence[ListingDraft]) -> ItemResult:
        place = self._place
        if draft.currency != place.currency:
            return ItemResult(
                draft.external_id or draft.sku, ItemState.REJECTED, "amazon.currency", draft.currency
            )
        if draft.external_id is not None:
            patches: list[Patch] = [
                {"op": "replace", "path": f"/attributes/{name}", "value": value}  # type: ignore[typeddict-item]
                for name, value in content.card(draft, place).items()
            ]
            return self._patch(draft.external_id, patches, draft.category_external_id)
        attributes = content.new_listing(draft, place)
        mates = [one for one in drafts if one.group == draft.group]
        if len(mates) > 1 or draft.options:
            family = self._family(draft, mates)
            if isinstance(family, ItemResult):
                return family
            attributes |= family
        return self._put(draft.sku, draft.category_external_id, attributes)

    def _family(self, draft: ListingDraft, mates: Sequence[ListingDraft]) -> dict[str, object] | ItemResult:
        """What makes it a variant; the head of the family is written first."""
        kind = draft.category_external_id
        schema = self.schema(kind)
        variant = {one.external_id for one in content.attributes(schema) if one.is_variant}
        named = [one.external_id for one in draft.attributes if one.external_id in variant]
        theme = content.theme(schema, named)
        if theme is None:
            return ItemResult(draft.sku, ItemState.REJECTED, "amazon.theme_unknown", ", ".join(named) or None)
        head = f"{draft.group}-parent"[:_LONGEST_SKU]
        if draft is mates[0]:
            written = self._put(head, kind, content.parent(draft, theme, self._place))
            if written.state is ItemState.REJECTED:
                return ItemResult(draft.sku, written.state, written.code, written.message)
        return content.child(head, theme, self._place)

    def _put(self, sku: str, kind: str, attributes: dict[str, object]) -> ItemResult:
        answer = self._client.put_listing(
            sku, {"productType": kind, "requirements": "LISTING", "attributes": attributes}
        )
        return mapper.submission(sku, answer)

    def _patch(self, external_id: str, patches: list[Patch], kind: str = OFFERS_ONLY) -> ItemResult:
        try:
            answer = self._client.patch_listing(
                sku_of(external_id), {"productType": kind, "patches": patches}
            )
        except Rejected as error:
            return ItemResult(external_id, ItemState.REJECTED, error.code, error.detail)
        return mapper.submission(external_id, answer)

    def _written(self, external_ids: list[str]) -> BatchAnswer:
        """A submission that was accepted may still come to nothing: the listing itself says so."""
        items = [self._state(one) for one in external_ids]
        is_final = all(one.state is not ItemState.PENDING for one in items)
        return BatchAnswer(is_final=is_final, items=tuple(items))

    def _state(self, external_id: str) -> ItemResult:
        try:
            found = self._client.listing(sku_of(external_id), _STATE)
        except Rejected as error:
            if errors.is_missing(error):
                return ItemResult(external_id, ItemState.PENDING)
            raise
        issues = rows(optional(found, "issues") or [], "issues")
        if any(optional(one, "severity") == "ERROR" for one in issues):
            return mapper.refused(external_id, issues)
        return ItemResult(external_id, ItemState.ACCEPTED)


class _Walk:
    """One search tells a thousand at most: the next begins where it ended, by the date of creation."""

    def __init__(self, client: AmazonClient) -> None:
        self._client = client
        self._total = 0
        self._since: str | None = None
        self._latest: str | None = None
        self._at_latest: set[str] = set()

    def read(self, number: int, token: str | None) -> Page:
        if number == 0:
            self._total, self._since, self._latest, self._at_latest = 0, None, None, set()
        while True:
            answer = self._client.search_listings(token, self._since)
            if number == 0:
                self._total = whole(required(answer, "numberOfResults"), "numberOfResults")
            found = [
                one
                for one in rows(required(answer, "items"), "items")
                if text(required(one, "sku")) not in self._at_latest
            ]
            self._note(found)
            token = text(mapping(optional(answer, "pagination") or {}, "pagination").get("nextToken")) or None
            if token is None and found and self._latest != self._since:
                self._since = self._latest  # the end of a search, or of all there is: the count tells
            if found or token is None:
                return Page(found, self._total, token)

    def _note(self, found: Sequence[Row]) -> None:
        """Those of the very last moment come again at the head of the next search."""
        for one in found:
            summaries = rows(optional(one, "summaries") or [], "summaries")
            created = text(optional(summaries[0], "createdDate")) if summaries else ""
            if created and created != self._latest:
                self._latest, self._at_latest = created, set()
            self._at_latest.add(text(required(one, "sku")))

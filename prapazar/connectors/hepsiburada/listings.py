"""Writing listings on Hepsiburada: new products as a file, changes as tickets, and the answers of both."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.records import BatchAnswer, ItemResult, ItemState, PushResult
from prapazar.connectors.hepsiburada import content, mapper
from prapazar.connectors.hepsiburada.client import HepsiburadaClient
from prapazar.connectors.hepsiburada.schemas import NewProduct


class Listings:
    def __init__(self, client: HepsiburadaClient, merchant_id: str) -> None:
        self._client = client
        self._merchant_id = merchant_id

    def attributes(self, category: str) -> list[AttributeRecord]:
        answer = self._client.attributes(category)
        listed = [one.external_id for one in content.attributes(answer, {}) if not one.allows_custom]
        return content.attributes(answer, {one: list(self._values(category, one)) for one in listed})

    def write(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New products are one file, changes of those that are there another; both answers are one batch."""
        fresh: list[NewProduct] = []
        known: list[Mapping[str, object]] = []
        refused: list[ItemResult] = []
        for draft in drafts:
            try:
                if draft.external_id is None:
                    fresh.append(content.new_product(draft, self._merchant_id))
                else:
                    known.append(content.update(draft, self._merchant_id))
            except Rejected as error:
                refused.append(ItemResult(draft.sku, ItemState.REJECTED, error.code, error.detail))
        return PushResult(tuple(refused), "+".join(self._sent(fresh, known)) or None)

    def answer(self, batch_external_id: str) -> BatchAnswer:
        parts = [part.partition(":") for part in batch_external_id.split("+")]
        answers = [self._answered(kind, number) for kind, _, number in parts]
        return answers[0] if len(answers) == 1 else content.joined(answers)

    def _sent(self, fresh: Sequence[NewProduct], known: Sequence[Mapping[str, object]]) -> list[str]:
        """Once the file is on its way, a failure of the tickets leaves the push done in part."""
        batches = [f"import:{self._client.import_products(fresh)}"] if fresh else []
        if known:
            try:
                batches.append(f"ticket:{self._client.update_products(known)}")
            except ConnectorError as error:
                if batches:
                    raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
                raise
        return batches

    def _answered(self, kind: str, number: str) -> BatchAnswer:
        if kind == "import":
            return content.import_answer(
                self._rows(partial(self._client.import_status, number), "merchantsku")
            )
        if kind == "ticket":
            return content.ticket_answer(
                self._rows(partial(self._client.update_status, number), "merchantid")
            )
        return mapper.upload_answer(self._client.upload_result(kind, number))

    def _values(self, category: str, attribute: str) -> Iterator[AttributeValueRecord]:
        read = partial(self._client.attribute_values, category, attribute)
        for page in paged(lambda number, _: read(number), lambda row: text(required(row, "value", "name"))):
            yield from content.listed_values(page)

    def _rows(self, read: Callable[[int], Page], key: str) -> list[Row]:
        pages = paged(lambda number, _: read(number), lambda row: text(required(row, key)))
        return [row for page in pages for row in page]

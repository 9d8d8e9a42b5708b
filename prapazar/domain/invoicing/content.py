"""Documents as they are kept: plain values of JSON, read back as the same document."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from prapazar.domain.invoicing.documents.records import DespatchDocument, InvoiceDocument


@cache
def _invoices() -> TypeAdapter[InvoiceDocument]:
    return TypeAdapter(InvoiceDocument)


@cache
def _despatches() -> TypeAdapter[DespatchDocument]:
    return TypeAdapter(DespatchDocument)


def plain(document: InvoiceDocument | DespatchDocument) -> dict[str, Any]:
    adapter: TypeAdapter[Any] = _invoices() if isinstance(document, InvoiceDocument) else _despatches()
    kept: dict[str, Any] = adapter.dump_python(document, mode="json")
    return kept


def invoice(kept: dict[str, Any]) -> InvoiceDocument:
    return _invoices().validate_python(kept)


def despatch(kept: dict[str, Any]) -> DespatchDocument:
    fixed = ("profile", "type")
    return _despatches().validate_python({name: value for name, value in kept.items() if name not in fixed})


def read(kept: dict[str, Any]) -> InvoiceDocument | DespatchDocument:
    return despatch(kept) if "shipped_at" in kept else invoice(kept)

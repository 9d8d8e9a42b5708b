"""Mapping tables of a connection, out as spreadsheets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from prapazar.api.door import scope_with
from prapazar.api.downloads import csv_answer, xlsx_answer
from prapazar.domain.mappings.enums import MappingKind
from prapazar.flows import list_sheets, mapping_sheets
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/mappings", tags=["mappings"])
Reader = Annotated[Scope, Depends(scope_with("channels.read"))]


@router.get("/{connection_id}/{kind}/export.csv")
def export_csv(connection_id: UUID, kind: MappingKind, scope: Reader) -> StreamingResponse:
    return csv_answer(list_sheets.as_csv(mapping_sheets.sheet(scope, connection_id, kind)), f"mapping-{kind}")


@router.get("/{connection_id}/{kind}/export.xlsx")
def export_xlsx(connection_id: UUID, kind: MappingKind, scope: Reader) -> StreamingResponse:
    return xlsx_answer(
        list_sheets.as_xlsx(mapping_sheets.sheet(scope, connection_id, kind)), f"mapping-{kind}"
    )

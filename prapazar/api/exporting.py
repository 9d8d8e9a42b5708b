"""Any list as a file over HTTP: a short one at once, a long one by a worker."""

from typing import Literal

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from prapazar.api.downloads import csv_answer, file_answer
from prapazar.flows import exports, list_sheets
from prapazar.foundation import routes
from prapazar.foundation.scope import Scope

Form = Literal["csv", "xlsx", "pdf"]
_LONGEST, _DIGITS = 500, 9


def exported(
    request: Request, scope: Scope, what: str, form: Form, wanted: object, *, name: str = ""
) -> Response:
    """202 with the export's id where a worker writes it; a browser is led to where it can be watched.

    `?columns=buyer,total` of the address: only these, as the list's screen calls them; without it all there are.
    `?expected=12408`: how many rows the list has, for the progress of a long one.
    """
    columns = request.query_params.get("columns")
    shown = None if columns is None else [one for one in columns[:_LONGEST].split(",") if one]
    said = request.query_params.get("expected", "")
    expected = int(said) if said.isascii() and said.isdecimal() and len(said) < _DIGITS else 0
    found = exports.begin(scope, what, form, wanted, shown, expected=expected)
    if isinstance(found, exports.Long):
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(routes.export(found.export_id), 303)
        return JSONResponse({"id": str(found.export_id), "status": "waiting"}, 202)
    if form == "csv":
        return csv_answer(list_sheets.as_csv(found), name or what)
    return file_answer(exports.written(found, scope, what, form), f"{name or what}.{form}")

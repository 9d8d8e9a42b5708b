"""Everything held of a person as one file: rows as JSON, a page to read, and the files themselves."""

import html
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.privacy import export
from prapazar.domain.privacy.actions.ask import locked
from prapazar.domain.privacy.enums import RequestStatus
from prapazar.domain.privacy.errors import RequestMissing
from prapazar.foundation import db, formats, live, routes, secrets
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say

Held = Mapping[str, Sequence[Mapping[str, Any]]]
_STYLE = (
    "body{font:14px/1.5 sans-serif;margin:32px auto;max-width:960px;color:#0f172a}h1{font-size:22px}"
    "h2{font-size:16px;margin-top:32px}table{border-collapse:collapse;width:100%;margin:8px 0 16px}"
    "td,th{border:1px solid #cbd5e1;padding:4px 8px;text-align:left;vertical-align:top;word-break:break-word}"
    "th{width:30%;color:#475569;font-weight:normal}"
)


def make(scope: Scope, request_id: UUID) -> None:
    """Kept sealed until it is fetched or its days are over; the same request twice makes the same file."""
    with db.transaction(scope) as session:
        request = locked(session, scope, request_id)
        if request.status != RequestStatus.RUNNING:
            return
        held = export.rows(session, scope, request_id)
        packed = zipped(session, scope, request_id, held)
        request.content = secrets.box().seal(packed, request.id.bytes)
        request.status, request.known = RequestStatus.DONE.value, None
        request.finished_at = request.content_at = now()
        request.counts = {name: len(rows) for name, rows in held.items()}
        audit.append(session, scope, "privacy.exported", request.id, {"places": len(held)})
        messaging.notify(
            session,
            scope,
            "privacy.exported",
            permission="privacy.write",
            level="success",
            group_key=f"privacy.exported:{request_id}",
            values={},
            link=routes.PRIVACY,
        )
        live.tell(session, scope.merchant_id, "privacy.changed")


def zipped(session: Session, scope: Scope, request_id: UUID, held: Held) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        names = []
        for number, one in enumerate(export.files(session, scope, request_id), 1):
            names.append(f"dosyalar/{number:04d}-{one.name}")
            archive.writestr(names[-1], one.content)
        plain = json.dumps(held, ensure_ascii=False, indent=1, default=str)
        archive.writestr("veriler.json", plain)
        archive.writestr("oku.html", page(held, names, "tr"))
        archive.writestr("read.html", page(held, names, "en"))
    return target.getvalue()


def fetch(scope: Scope, request_id: UUID) -> bytes:
    """The file, with an entry in the audit trail of who has it. Raises RequestMissing."""
    scope.require("privacy.write")
    with db.transaction(scope) as session:
        request = locked(session, scope, request_id)
        if request.content is None:
            raise RequestMissing(request_id)
        audit.append(session, scope, "privacy.fetched", request.id, {})
        return secrets.box().open(bytes(request.content), request.id.bytes)


def page(held: Held, files: Sequence[str], locale: Locale) -> str:
    parts = [
        f"<!doctype html><html lang='{locale}'><meta charset='utf-8'>",
        f"<title>{say(locale, 'privacy.export_title')}</title><style>{_STYLE}</style>",
        f"<h1>{say(locale, 'privacy.export_title')}</h1><p>{formats.full(now(), locale)}</p>",
    ]
    for place, rows in held.items():
        parts.append(f"<h2>{html.escape(place_name(place, locale))} ({len(rows)})</h2>")
        parts += [_table(row) for row in rows]
    links = "".join(f"<li><a href='{html.escape(name)}'>{html.escape(name)}</a></li>" for name in files)
    return "".join([*parts, f"<h2>{say(locale, 'privacy.files')}</h2><ul>{links}</ul></html>"])


def _table(row: Mapping[str, Any]) -> str:
    cells = (
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(_shown(value))}</td></tr>"
        for name, value in row.items()
        if value not in (None, "", [], {}) and not name.endswith("_id") and name != "id"
    )
    return f"<table>{''.join(cells)}</table>"


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def place_name(place: str, locale: Locale) -> str:
    key = f"privacy.place_{place}"
    return say(locale, key) if knows(key) else place

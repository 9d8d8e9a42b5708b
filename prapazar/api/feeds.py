"""Where channels fetch their files: an address nobody can guess, answered 304 when nothing is new."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from io import BufferedReader
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse

from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.domain.feeds.errors import FeedMissing
from prapazar.domain.feeds.queries import FeedRow
from prapazar.flows import feeds

router = APIRouter(prefix="/feeds", tags=["feeds"])
Key = Annotated[str, Path(max_length=100)]
_PART = 1 << 18
_TRIES = 2
"""A new file may take the place of the old one between reading its name and opening it."""


@router.api_route("/{key}.{form}", methods=["GET", "HEAD"], dependencies=[Depends(public)])
def fetch(key: Key, form: Literal["xml", "csv", "tsv"], request: Request) -> Response:
    """The whole file, packed for whoever takes that; an unknown address and an unwritten file are both 404."""
    is_packed = _takes_gzip(request.headers.get("accept-encoding", ""))
    for _ in range(_TRIES):
        try:
            feed = feeds.fetched(key, form)
        except FeedMissing:
            break
        headers = _headers(feed, is_packed=is_packed)
        if _has_it(request, headers["etag"], feed.changed_at):
            return Response(status_code=304, headers=headers)
        try:
            file = feeds.path_of(feed, is_packed=is_packed).open("rb")
        except FileNotFoundError:
            continue
        return _sent(file, headers, form, is_head=request.method == "HEAD", is_packed=is_packed)
    raise Refused(404, "errors.not_found")


def _sent(
    file: BufferedReader, headers: dict[str, str], form: str, *, is_head: bool, is_packed: bool
) -> Response:
    length = {"content-length": str(file.seek(0, 2))}
    packing = {"content-encoding": "gzip"} if is_packed else {}
    all_headers = {**headers, **length, **packing}
    if is_head:
        file.close()
        return Response(headers=all_headers, media_type=feeds.media_type(form))
    return StreamingResponse(_parts(file), headers=all_headers, media_type=feeds.media_type(form))


def _parts(file: BufferedReader) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _headers(feed: FeedRow, *, is_packed: bool) -> dict[str, str]:
    """Plain and packed are other bytes and have other marks."""
    changed = feed.changed_at or datetime.now(UTC)
    return {
        "etag": f'"{feed.digest}{"-gzip" if is_packed else ""}"',
        "last-modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        "vary": "Accept-Encoding",
        "cache-control": "no-cache",
        "x-robots-tag": "noindex",
    }


def _has_it(request: Request, etag: str, changed_at: datetime | None) -> bool:
    """If-None-Match decides where it is given; the date only without it."""
    known = request.headers.get("if-none-match")
    if known is not None:
        marks = {mark.strip().removeprefix("W/") for mark in known.split(",")}
        return "*" in marks or etag in marks
    since = request.headers.get("if-modified-since")
    if since is None or changed_at is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return moment.tzinfo is not None and changed_at.replace(microsecond=0) <= moment


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, rest = part.strip().partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return rest.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False

"""Writes articles as XML, CSV or TSV, one after the other; nothing is kept of those written."""

import csv
import io
from collections.abc import Sequence
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from prapazar.connector_kit.feeds import ProfileField, Told
from prapazar.connector_kit.manifest import Feed, FeedFormat

MEDIA_TYPES: dict[str, str] = {
    "xml": "application/xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
_LIST_MARK = ","


class Layout(Protocol):
    def head(self) -> str: ...
    def row(self, told: Sequence[tuple[ProfileField, Told]]) -> str: ...
    def foot(self) -> str: ...


def layout(
    feed: Feed, feed_format: FeedFormat, fields: Sequence[ProfileField], title: str, home: str
) -> Layout:
    """`title` and `home` name the shop, for formats that have a place for it."""
    if feed_format == "xml":
        return _Xml(feed, title, home)
    return _Table(fields, "\t" if feed_format == "tsv" else ",")


class _Xml:
    def __init__(self, feed: Feed, title: str, home: str) -> None:
        self._feed = feed
        self._title = title
        self._home = home

    def head(self) -> str:
        xml = self._feed.xml
        names = {**{("xmlns:" + k if k else "xmlns"): v for k, v in xml.namespaces.items()}, **xml.attributes}
        marks = "".join(f" {name}={quoteattr(value)}" for name, value in names.items())
        lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{xml.root}{marks}>"]
        if xml.within:
            lines.append(f"<{xml.within}>")
        if xml.names_shop:
            lines.append(
                f"<title>{escape(self._title)}</title><link>{escape(self._home)}</link>"
                f"<description>{escape(self._title)}</description>"
            )
        return "\n".join(lines) + "\n"

    def row(self, told: Sequence[tuple[ProfileField, Told]]) -> str:
        """Fields that follow each other under one parent share it."""
        parts = [f"<{self._feed.xml.row}>"]
        inside = ""
        for one, value in told:
            parent, _, leaf = (one.xml or "").rpartition("/")
            if parent != inside:
                parts.append(f"</{inside}>" if inside else "")
                parts.append(f"<{parent}>" if parent else "")
                inside = parent
            values = (value,) if isinstance(value, str) else value
            parts += [f"<{leaf}>{_content(one, each)}</{leaf}>" for each in values]
        parts.append(f"</{inside}>" if inside else "")
        parts.append(f"</{self._feed.xml.row}>\n")
        return "".join(parts)

    def foot(self) -> str:
        xml = self._feed.xml
        return (f"</{xml.within}>\n" if xml.within else "") + f"</{xml.root}>\n"


def _content(one: ProfileField, value: str | tuple[str, str]) -> str:
    if isinstance(value, tuple):
        names = one.parts or ("name", "value")
        return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in zip(names, value, strict=True))
    if one.cdata:
        return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return escape(value)


class _Table:
    def __init__(self, fields: Sequence[ProfileField], mark: str) -> None:
        self._columns = list(dict.fromkeys(one.table for one in fields if one.table))
        self._mark = mark

    def head(self) -> str:
        return self._line(self._columns)

    def row(self, told: Sequence[tuple[ProfileField, Told]]) -> str:
        values = {one.table: self._cell(value) for one, value in told}
        return self._line([values.get(column, "") for column in self._columns])

    def foot(self) -> str:
        return ""

    def _cell(self, value: Told) -> str:
        if isinstance(value, str):
            return value
        return _LIST_MARK.join(one if isinstance(one, str) else ":".join(one) for one in value)

    def _line(self, cells: Sequence[str]) -> str:
        if self._mark == "\t":  # a table by tabs knows no quotes: nothing of a cell may look like one
            return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerow(cells)
        return written.getvalue()

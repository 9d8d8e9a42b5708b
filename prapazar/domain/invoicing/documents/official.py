"""GİB's own checks, schema and rules, run in this process from a folder that `package` has laid out.

Saxon's processors belong to one thread: each checker keeps a thread of its own in which everything is compiled once
and all documents are looked at, one after the other (a few milliseconds each). Callers may come from any thread.
"""

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import cast

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor, PyXsltExecutable

from prapazar.domain.invoicing.documents import package, sentences
from prapazar.domain.invoicing.documents.faults import Fault, short_place

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_ARCHIVE = "EARSIVFATURA"
_VERSION = re.compile(r'(<\w+:stylesheet\b[^>]*?\s)version="[^"]*"')
_KINDS = ("Invoice", "CreditNote", "DespatchAdvice", "ReceiptAdvice", "ApplicationResponse")


class Checker:
    """Keep one for a folder (`checker`): its first document waits for the rules to be compiled."""

    def __init__(self, folder: Path) -> None:
        package.require(folder)
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ubl-check")
        self._schemas: dict[str, etree.XMLSchema] = {}
        self._saxon: PySaxonProcessor | None = None
        self._rules: dict[bool, PyXsltExecutable] = {}

    def faults(self, xml: bytes) -> list[Fault]:
        """Of one document; empty when GİB's schema and rules let it through."""
        return self.faults_of([xml])[0]

    def faults_of(self, documents: Sequence[bytes]) -> list[list[Fault]]:
        """Of many, handed over once: on a busy machine that is most of what one waits for."""
        return self._thread.submit(lambda: [self._faults(xml) for xml in documents]).result()

    def warm_up(self) -> None:
        """Compiles the rules and the invoice's schema now; raises what stands in the way."""
        self._thread.submit(self._warm_up).result()

    def close(self) -> None:
        self._thread.shutdown()

    def _faults(self, xml: bytes) -> list[Fault]:
        try:
            top = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            return [sentences.of_schema(str(error), "", "")]
        kind = etree.QName(top).localname
        if kind not in _KINDS or _has_doctype(top):
            return [sentences.of_schema("not a document of UBL-TR", kind, "")]
        return [*self._schema_faults(top, kind), *self._rule_faults(top)]

    def _warm_up(self) -> None:
        self._schema("Invoice")
        self._compiled()

    def _schema(self, kind: str) -> etree.XMLSchema:
        if kind not in self._schemas:
            self._schemas[kind] = etree.XMLSchema(etree.parse(package.schema_of(self._folder, kind)))
        return self._schemas[kind]

    def _compiled(self, *, lenient: bool = False) -> PyXsltExecutable:
        """Lenient rules are read as XSLT 1 has it: of many values where one is meant, the first."""
        if lenient not in self._rules:
            text = package.rules_of(self._folder).read_text("utf-8")
            if lenient:
                text = _VERSION.sub(r'\g<1>version="1.0"', text, count=1)
            self._rules[lenient] = (
                self._processor().new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
            )
        return self._rules[lenient]

    def _processor(self) -> PySaxonProcessor:
        if self._saxon is None:
            self._saxon = PySaxonProcessor(license=False)
        return self._saxon

    def _schema_faults(self, top: etree._Element, kind: str) -> list[Fault]:
        schema = self._schema(kind)
        if schema.validate(top):
            return []
        return [
            sentences.of_schema(error.message, _place_of(top, error.path), error.type_name)
            for error in cast("Iterable[etree._LogEntry]", schema.error_log)  # noqa: SLF001 - see tree
        ]

    def _rule_faults(self, top: etree._Element) -> list[Fault]:
        try:
            told = self._told(top, self._compiled())
        except PySaxonApiError:
            # Some rules trip over documents that are in order, such as a despatch note with two drivers.
            try:
                told = self._told(top, self._compiled(lenient=True))
            except PySaxonApiError as error:
                return [sentences.of_schematron(str(error), etree.QName(top).localname, "unreadable")]
        return [
            sentences.of_schematron(
                " ".join(str(failed.xpath("string()")).split()),
                short_place(failed.get("location", "")),
                failed.get("id", ""),
            )
            for failed in etree.fromstring(told.encode()).iter(f"{_SVRL}failed-assert")
        ]

    def _told(self, top: etree._Element, rules: PyXsltExecutable) -> str:
        saxon = self._processor()
        mode = "earchive" if top.findtext("{*}ProfileID") == _ARCHIVE else "efatura"
        node = saxon.parse_xml(xml_text=etree.tostring(top, encoding="unicode"))
        rules.set_parameter("type", saxon.make_string_value(mode))
        rules.set_global_context_item(xdm_item=node)
        return str(rules.transform_to_string(xdm_node=node))


@cache
def checker(folder: Path) -> Checker:
    """The one of this process for the folder."""
    return Checker(folder)


def _has_doctype(top: etree._Element) -> bool:
    """Documents of UBL have none; entities may hide in one."""
    about = top.getroottree().docinfo
    return about.internalDTD is not None


def _place_of(top: etree._Element, path: str | None) -> str:
    """Paths of the schema's checker count elements of the default namespace without their names."""
    spaces = {prefix: space for prefix, space in top.nsmap.items() if prefix}
    try:
        found = top.getroottree().xpath(path or "/*", namespaces=spaces)
    except etree.XPathEvalError:
        return short_place(path or "")
    here = found[0] if isinstance(found, list) and found else top
    return short_place("/".join(_names(here))) if etree.iselement(here) else etree.QName(top).localname


def _names(here: etree._Element) -> list[str]:
    return [etree.QName(step).localname for step in (*reversed(list(here.iterancestors())), here)]

"""GİB's schemas and rules for tests: the real ones beside the checkout, and a tiny package of our own."""

import os
import zipfile
from pathlib import Path

import pytest

OFFICIAL = Path(os.environ.get("PRAPAZAR_UBL_TR") or Path(__file__).parents[3] / "shared/ubl-tr")
needs_official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason="GİB's package is not beside the checkout")

_XSD = """<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
  targetNamespace="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
  xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2">
 <xs:include schemaLocation="../common/Parts-2.1.xsd"/>
 <xs:element name="{kind}"><xs:complexType><xs:sequence>
  <xs:element name="ID" type="Word"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
_PARTS = """<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:simpleType name="Word"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
</xs:schema>"""
_MAIN = """<?xml version="1.0" encoding="UTF-8"?>
<sch:schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
 <sch:include href="UBL-TR_Codelist.xml#codes"/>
 <sch:include href="UBL-TR_Common_Schematron.xml#abstracts"/>
 <sch:ns prefix="inv" uri="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>
 <let name="type" value="efatura"/>
 <sch:pattern id="invoice"><sch:rule context="inv:Invoice"><sch:extends rule="WordCheck"/></sch:rule></sch:pattern>
</sch:schema>"""
_COMMON = """<sch:schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
 <sch:pattern id="abstracts"><sch:rule abstract="true" id="WordCheck">
  <sch:assert test="matches(inv:ID, '^[A-Z]+$') and contains($Words, inv:ID)">Kelime yanlış.</sch:assert>
 </sch:rule></sch:pattern></sch:schema>"""
_CODES = """<sch:schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
 <sch:pattern id="codes"><sch:let name="Words" value="',GOOD,'"/></sch:pattern></sch:schema>"""


def small_document(word: str) -> bytes:
    space = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    return f'<Invoice xmlns="{space}"><ID>{word}</ID></Invoice>'.encode()


def small_archives(folder: Path) -> list[Path]:
    """As GİB ships them: rules as sources in one archive, schemas in another."""
    folder.mkdir(parents=True, exist_ok=True)
    rules, schemas = folder / "e-FaturaPaketi (29).zip", folder / "UBL-TR1.2.1_Paketi.zip"
    with zipfile.ZipFile(rules, "w") as archive:
        for name, text in (("Main_Schematron", _MAIN), ("Common_Schematron", _COMMON), ("Codelist", _CODES)):
            archive.writestr(f"e-FaturaPaketi/schematron/UBL-TR_{name}.xml", text)
        archive.writestr("e-FaturaPaketi/../../../outside.txt", "never written")
    with zipfile.ZipFile(schemas, "w") as archive:
        archive.writestr("UBLTR_1.2.1_Paketi/xsdrt/common/Parts-2.1.xsd", _PARTS)
        for kind in ("Invoice", "DespatchAdvice", "ApplicationResponse"):
            archive.writestr(f"UBLTR_1.2.1_Paketi/xsdrt/maindoc/UBL-{kind}-2.1.xsd", _XSD.format(kind=kind))
    return [rules, schemas]

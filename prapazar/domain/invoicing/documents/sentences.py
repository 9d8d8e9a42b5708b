"""Sentences for people about the commonest refusals of the official checks."""

from dataclasses import dataclass

from prapazar.domain.invoicing.documents.faults import Fault


@dataclass(frozen=True, slots=True)
class _Known:
    rule: str
    marks: tuple[str, ...]
    """All of them stand in what the official check says."""
    turkish: str
    english: str


_KNOWN = (
    _Known(
        "InvoiceIDCheck",
        ("ABC2009123456789",),
        "Belge numarası üç karakter, yıl ve dokuz haneden oluşmalıdır: ABC2026000000001.",
        "The number must be three characters, the year and nine digits: ABC2026000000001.",
    ),
    _Known(
        "IADEInvioceCheck",
        ("cac:BillingReference/cac:InvoiceDocumentReference", "İADE"),
        "İade faturasında iade edilen her faturanın 16 haneli numarası yazılmalıdır.",
        "A return invoice must name the 16-character number of each invoice it takes back.",
    ),
    _Known(
        "IADEInvioceCheck",
        ("cac:BillingReference/cac:InvoiceDocumentReference", "IADE"),
        "İade faturasında iade edilen her faturanın 16 haneli numarası yazılmalıdır.",
        "A return invoice must name the 16-character number of each invoice it takes back.",
    ),
    _Known(
        "InvoiceTypeCodeCheck",
        ("tipi IADE iken",),
        "İade faturası yalnızca temel fatura veya e-Arşiv olabilir; ticari senaryoda iade kesilmez.",
        "A return can be a basic invoice or an e-Arşiv, not a commercial one.",
    ),
    _Known(
        "TaxExemptionReasonCheck",
        ("Vergi miktarı 0 olan 0015",),
        "KDV tutarı sıfır olan satırlar için istisna kodu seçilmelidir.",
        "Lines without VAT need an exemption code.",
    ),
    _Known(
        "TaxExemptionReasonCodeCheck",
        ("Vergi istisna muhafiyet kodu", "fatura tipi"),
        "Seçilen istisna kodu bu fatura tipinde kullanılamaz.",
        "The exemption code does not go with this type of invoice.",
    ),
    _Known(
        "TaxExemptionReasonCodeCheck",
        ("cbc:TaxExemptionReasonCode", "dolu ve geçerli"),
        "İstisna kodu resmi listede yok.",
        "The exemption code is not in the official list.",
    ),
    _Known(
        "WithholdingTaxTotalCheck",
        ("Uyumsuz vergi tipi yüzdesi",),
        "Tevkifat kodu ile oranı birbirine uymuyor.",
        "The withholding code does not go with its percent.",
    ),
    _Known(
        "GeneralWithholdingTaxTotalCheck",
        ("cac:WithholdingTaxTotal elamanı varken",),
        "Tevkifat yalnızca TEVKIFAT veya IADE tipinde yazılabilir.",
        "VAT can be withheld on invoices of type TEVKIFAT or IADE only.",
    ),
    _Known(
        "PartyIdentificationTCKNVKNCheck",
        ("10 haneli vergi kimlik",),
        "Vergi kimlik numarası 10 haneli olmalıdır.",
        "A company's tax number has 10 digits.",
    ),
    _Known(
        "PartyIdentificationTCKNVKNCheck",
        ("11 haneli TC kimlik",),
        "T.C. kimlik numarası 11 haneli olmalıdır.",
        "A person's number has 11 digits.",
    ),
    _Known(
        "PartyIdentificationPartyNamePersonCheck",
        ("cac:PartyName",),
        "Şirketin unvanı yazılmalıdır.",
        "The company's name is missing.",
    ),
    _Known(
        "PartyIdentificationPartyNamePersonCheck",
        ("cac:Person",),
        "Kişinin adı ve soyadı yazılmalıdır.",
        "The person's first and family name are missing.",
    ),
    _Known(
        "CurrencyCodeCheck",
        ("kur bilgisi zorunludur",),
        "Para birimi TL olmayan belgede kur yazılmalıdır.",
        "A document in a foreign currency needs its exchange rate.",
    ),
    _Known(
        "ProfileIDCheck",
        ("cbc:ProfileID", "listesine bakınız"),
        "Senaryo bu belge türünde kullanılamaz.",
        "The profile does not go with this kind of document.",
    ),
    _Known(
        "UUIDCheck",
        ("cbc:UUID",),
        "ETTN geçerli bir evrensel numara değil.",
        "The ETTN is not a valid universal number.",
    ),
    _Known(
        "LineDeliveryCheck",
        ("IHRACAT iken", "cac:Delivery"),
        "İhracat faturasında teslim şartı, adres, taşıma şekli ve GTİP yazılmalıdır.",
        "An export invoice needs terms, address, way of transport and customs code.",
    ),
    _Known(
        "LineDeliveryCheck",
        ("IHRACAT iken", "RequiredCustomsID"),
        "İhracat faturasında her satırın GTİP numarası yazılmalıdır.",
        "Every line of an export invoice needs its customs code.",
    ),
    _Known(
        "DespatchAddressCheck",
        ("Posta Kodu",),
        "İrsaliyede teslim adresinin 5 haneli posta kodu yazılmalıdır.",
        "A despatch note needs the 5-digit postcode of its destination.",
    ),
    _Known(
        "DespatchCarrierDriverCheck",
        ("cac:DriverPerson", "en az birini"),
        "İrsaliyede taşıyıcı firma veya şoför yazılmalıdır.",
        "A despatch note needs a carrier or a driver.",
    ),
)
_XSD = {
    "SCHEMAV_ELEMENT_CONTENT": (
        "Belgede eksik veya yanlış yerde bir alan var.",
        "A field is missing or stands in the wrong place.",
    ),
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": (
        "Bir alanın değeri biçimine uymuyor.",
        "A value is not written as its field wants it.",
    ),
}
_XSD_OTHER = ("Belge resmi şemaya uymuyor.", "The document does not follow the official schema.")


def of_schematron(said: str, place: str, rule: str) -> Fault:
    """`rule` may be empty: compiled rules do not always carry their name."""
    for known in _KNOWN:
        if all(mark in said for mark in known.marks):
            return Fault(rule or known.rule, place, said, known.turkish, known.english)
    # The official sentence is Turkish already.
    return Fault(rule or "schematron", place, said, said, f"Refused by the official rules: {said}")


def of_schema(said: str, place: str, kind: str) -> Fault:
    turkish, english = _XSD.get(kind, _XSD_OTHER)
    return Fault("xsd", place, said, f"{turkish} ({place})", f"{english} ({place})")

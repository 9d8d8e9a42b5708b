"""A small invoice in UBL-TR, written out: whoever reads it here must not depend on whoever writes ours."""

from datetime import datetime

_PARTY = (
    '<cac:{role}><cac:Party><cac:PartyIdentification><cbc:ID schemeID="{scheme}">{number}</cbc:ID>'
    "</cac:PartyIdentification>{name}<cac:PostalAddress><cbc:StreetName>Çınar Sokağı 7</cbc:StreetName>"
    "<cbc:CitySubdivisionName>Çankaya</cbc:CitySubdivisionName><cbc:CityName>Ankara</cbc:CityName>"
    "<cac:Country><cbc:Name>Türkiye</cbc:Name></cac:Country></cac:PostalAddress>{office}{person}</cac:Party></cac:{role}>"
)
_TAX = (
    '<cac:TaxTotal><cbc:TaxAmount currencyID="TRY">20.00</cbc:TaxAmount><cac:TaxSubtotal>'
    '<cbc:TaxableAmount currencyID="TRY">100.00</cbc:TaxableAmount>'
    '<cbc:TaxAmount currencyID="TRY">20.00</cbc:TaxAmount>'
    "<cbc:CalculationSequenceNumeric>1</cbc:CalculationSequenceNumeric><cbc:Percent>20</cbc:Percent><cac:TaxCategory>"
    "<cac:TaxScheme><cbc:Name>KDV</cbc:Name><cbc:TaxTypeCode>0015</cbc:TaxTypeCode></cac:TaxScheme></cac:TaxCategory>"
    "</cac:TaxSubtotal></cac:TaxTotal>"
)
_SPACES = " ".join(
    f'xmlns{prefix}="urn:oasis:names:specification:ubl:schema:xsd:{name}-2"'
    for prefix, name in (
        ("", "Invoice"),
        (":cac", "CommonAggregateComponents"),
        (":cbc", "CommonBasicComponents"),
        (":ext", "CommonExtensionComponents"),
    )
)
_SELLER_STREET = "<cac:PostalAddress><cbc:CitySubdivisionName>Kadıköy</cbc:CitySubdivisionName>"


def invoice_xml(
    *, profile: str, number: str, uuid: str, seller: str, buyer: str, issued_at: datetime
) -> bytes:
    """100 lira and 20 of VAT; `seller` and `buyer` are tax numbers, of eleven digits for a person."""
    reference = (
        "<cac:AdditionalDocumentReference><cbc:ID>ELEKTRONIK</cbc:ID>"
        f"<cbc:IssueDate>{issued_at:%Y-%m-%d}</cbc:IssueDate><cbc:DocumentTypeCode>SEND_TYPE</cbc:DocumentTypeCode>"
        "</cac:AdditionalDocumentReference>"
        if profile == "EARSIVFATURA"
        else ""
    )
    signature = (
        f'<cac:Signature><cbc:ID schemeID="VKN_TCKN">{seller}</cbc:ID><cac:SignatoryParty><cac:PartyIdentification>'
        f'<cbc:ID schemeID="VKN">{seller}</cbc:ID></cac:PartyIdentification>{_SELLER_STREET}'
        "<cbc:CityName>İstanbul</cbc:CityName><cac:Country><cbc:Name>Türkiye</cbc:Name></cac:Country></cac:PostalAddress>"
        "</cac:SignatoryParty><cac:DigitalSignatureAttachment><cac:ExternalReference>"
        f"<cbc:URI>#Signature_{number}</cbc:URI></cac:ExternalReference></cac:DigitalSignatureAttachment></cac:Signature>"
    )
    totals = "".join(
        f'<cbc:{name} currencyID="TRY">{amount}</cbc:{name}>'
        for name, amount in (
            ("LineExtensionAmount", "100.00"),
            ("TaxExclusiveAmount", "100.00"),
            ("TaxInclusiveAmount", "120.00"),
            ("AllowanceTotalAmount", "0.00"),
            ("PayableAmount", "120.00"),
        )
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><Invoice {_SPACES}><ext:UBLExtensions><ext:UBLExtension>'
        '<ext:ExtensionContent><p:x xmlns:p="urn:placeholder"/></ext:ExtensionContent></ext:UBLExtension>'
        "</ext:UBLExtensions>"
        "<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:CustomizationID>TR1.2</cbc:CustomizationID>"
        f"<cbc:ProfileID>{profile}</cbc:ProfileID><cbc:ID>{number}</cbc:ID><cbc:CopyIndicator>false</cbc:CopyIndicator>"
        f"<cbc:UUID>{uuid}</cbc:UUID><cbc:IssueDate>{issued_at:%Y-%m-%d}</cbc:IssueDate>"
        f"<cbc:IssueTime>{issued_at:%H:%M:%S}</cbc:IssueTime><cbc:InvoiceTypeCode>SATIS</cbc:InvoiceTypeCode>"
        "<cbc:Note>YALNIZ: YÜZYİRMİ TL</cbc:Note><cbc:DocumentCurrencyCode>TRY</cbc:DocumentCurrencyCode>"
        f"<cbc:LineCountNumeric>1</cbc:LineCountNumeric>{reference}{signature}"
        f"{_party('AccountingSupplierParty', seller)}{_party('AccountingCustomerParty', buyer)}{_TAX}"
        f"<cac:LegalMonetaryTotal>{totals}</cac:LegalMonetaryTotal><cac:InvoiceLine><cbc:ID>1</cbc:ID>"
        '<cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="TRY">100.00</cbc:LineExtensionAmount>{_TAX}'
        "<cac:Item><cbc:Name>Çiçekli Şal</cbc:Name></cac:Item>"
        '<cac:Price><cbc:PriceAmount currencyID="TRY">50.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine></Invoice>'
    )
    return text.encode()


def despatch_xml(
    *, profile: str, number: str, uuid: str, seller: str, buyer: str, issued_at: datetime
) -> bytes:
    """One article on its way by a carrier."""
    spaces = _SPACES.replace("Invoice-2", "DespatchAdvice-2")
    signature = (
        f'<cac:Signature><cbc:ID schemeID="VKN_TCKN">{seller}</cbc:ID><cac:SignatoryParty><cac:PartyIdentification>'
        f'<cbc:ID schemeID="VKN">{seller}</cbc:ID></cac:PartyIdentification>{_SELLER_STREET}'
        "<cbc:CityName>İstanbul</cbc:CityName><cac:Country><cbc:Name>Türkiye</cbc:Name></cac:Country></cac:PostalAddress>"
        "</cac:SignatoryParty><cac:DigitalSignatureAttachment><cac:ExternalReference>"
        f"<cbc:URI>#Signature_{number}</cbc:URI></cac:ExternalReference></cac:DigitalSignatureAttachment></cac:Signature>"
    )
    carrier = _party("CarrierParty", "0720039666").replace("<cac:Party>", "").replace("</cac:Party>", "")
    day, clock = f"{issued_at:%Y-%m-%d}", f"{issued_at:%H:%M:%S}"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><DespatchAdvice {spaces}><ext:UBLExtensions><ext:UBLExtension>'
        '<ext:ExtensionContent><p:x xmlns:p="urn:placeholder"/></ext:ExtensionContent></ext:UBLExtension>'
        "</ext:UBLExtensions><cbc:UBLVersionID>2.1</cbc:UBLVersionID>"
        f"<cbc:CustomizationID>TR1.2.1</cbc:CustomizationID><cbc:ProfileID>{profile}</cbc:ProfileID>"
        f"<cbc:ID>{number}</cbc:ID><cbc:CopyIndicator>false</cbc:CopyIndicator><cbc:UUID>{uuid}</cbc:UUID>"
        f"<cbc:IssueDate>{day}</cbc:IssueDate><cbc:IssueTime>{clock}</cbc:IssueTime>"
        "<cbc:DespatchAdviceTypeCode>SEVK</cbc:DespatchAdviceTypeCode>"
        f"<cbc:LineCountNumeric>1</cbc:LineCountNumeric>{signature}"
        f"{_party('DespatchSupplierParty', seller)}{_party('DeliveryCustomerParty', buyer)}"
        f"<cac:Shipment><cbc:ID>1</cbc:ID><cac:Delivery>{carrier}<cac:Despatch>"
        f"<cbc:ActualDespatchDate>{day}</cbc:ActualDespatchDate><cbc:ActualDespatchTime>{clock}</cbc:ActualDespatchTime>"
        "</cac:Despatch></cac:Delivery></cac:Shipment><cac:DespatchLine><cbc:ID>1</cbc:ID>"
        '<cbc:DeliveredQuantity unitCode="C62">2</cbc:DeliveredQuantity><cac:OrderLineReference>'
        "<cbc:LineID>1</cbc:LineID></cac:OrderLineReference><cac:Item><cbc:Name>Çiçekli Şal</cbc:Name></cac:Item>"
        "</cac:DespatchLine></DespatchAdvice>"
    )
    return text.encode()


def _party(role: str, number: str) -> str:
    is_company = len(number) == len("1234567890")
    return _PARTY.format(
        role=role,
        scheme="VKN" if is_company else "TCKN",
        number=number,
        name="<cac:PartyName><cbc:Name>Deneme Ticaret Ltd. Şti.</cbc:Name></cac:PartyName>"
        if is_company
        else "",
        office="<cac:PartyTaxScheme><cac:TaxScheme><cbc:Name>Kadıköy</cbc:Name></cac:TaxScheme></cac:PartyTaxScheme>"
        if is_company
        else "",
        person=""
        if is_company
        else "<cac:Person><cbc:FirstName>Şule</cbc:FirstName><cbc:FamilyName>Iğdırlıoğlu</cbc:FamilyName></cac:Person>",
    )

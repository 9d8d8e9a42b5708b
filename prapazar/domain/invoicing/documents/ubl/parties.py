"""Parties, addresses and the signature's reference in UBL-TR."""

from prapazar.domain.invoicing.documents.records import Address, ForeignParty, Party
from prapazar.domain.invoicing.documents.ubl import tree
from prapazar.domain.invoicing.documents.ubl.tree import Element


def party(parent: Element, who: Party) -> None:
    """The contents of a party element, in the order of the schema."""
    tree.maybe(parent, "cbc:WebsiteURI", who.website)
    _identification(parent, who.scheme, who.tax_id)
    for scheme, number in (("MERSISNO", who.mersis), ("TICARETSICILNO", who.trade_registry)):
        if number:
            _identification(parent, scheme, number)
    if who.name:
        tree.leaf(tree.branch(parent, "cac:PartyName"), "cbc:Name", who.name)
    address(parent, "cac:PostalAddress", who.address)
    if who.tax_office:
        tree.leaf(tree.branch(parent, "cac:PartyTaxScheme", "cac:TaxScheme"), "cbc:Name", who.tax_office)
    if who.phone or who.email:
        contact = tree.branch(parent, "cac:Contact")
        tree.maybe(contact, "cbc:Telephone", who.phone)
        tree.maybe(contact, "cbc:ElectronicMail", who.email)
    if who.scheme == "TCKN":
        person = tree.branch(parent, "cac:Person")
        tree.leaf(person, "cbc:FirstName", who.first_name)
        tree.leaf(person, "cbc:FamilyName", who.family_name)


def foreign_buyer(parent: Element, who: ForeignParty) -> None:
    place = tree.branch(parent, "cac:BuyerCustomerParty", "cac:Party")
    _identification(place, "PARTYTYPE", "EXPORT")
    tree.leaf(tree.branch(place, "cac:PartyName"), "cbc:Name", who.name)
    address(place, "cac:PostalAddress", who.address)
    legal = tree.branch(place, "cac:PartyLegalEntity")
    tree.leaf(legal, "cbc:RegistrationName", who.name)
    tree.maybe(legal, "cbc:CompanyID", who.registration)


def address(parent: Element, name: str, where: Address) -> None:
    place = tree.branch(parent, name)
    tree.maybe(place, "cbc:StreetName", where.street)
    tree.maybe(place, "cbc:BuildingNumber", where.building)
    tree.leaf(place, "cbc:CitySubdivisionName", where.district)
    tree.leaf(place, "cbc:CityName", where.city)
    tree.maybe(place, "cbc:PostalZone", where.postcode)
    country = tree.branch(place, "cac:Country")
    tree.maybe(country, "cbc:IdentificationCode", where.country_code)
    tree.leaf(country, "cbc:Name", where.country)


def signature(parent: Element, signer: Party, number: str) -> None:
    place = tree.branch(parent, "cac:Signature")
    tree.leaf(place, "cbc:ID", signer.tax_id, schemeID="VKN_TCKN")
    signatory = tree.branch(place, "cac:SignatoryParty")
    _identification(signatory, signer.scheme, signer.tax_id)
    address(signatory, "cac:PostalAddress", signer.address)
    attached = tree.branch(place, "cac:DigitalSignatureAttachment", "cac:ExternalReference")
    tree.leaf(attached, "cbc:URI", f"#Signature_{number}")


def _identification(parent: Element, scheme: str, number: str) -> None:
    tree.leaf(tree.branch(parent, "cac:PartyIdentification"), "cbc:ID", number, schemeID=scheme)

"""A despatch note (e-İrsaliye) in UBL-TR."""

from prapazar.domain.invoicing.documents.records import DespatchDocument, DespatchLine, Driver
from prapazar.domain.invoicing.documents.ubl import parties, tree
from prapazar.domain.invoicing.documents.ubl.tree import Element


def element(document: DespatchDocument) -> Element:
    top = tree.root("DespatchAdvice", document.profile)
    tree.leaf(top, "cbc:ID", document.number)
    tree.leaf(top, "cbc:CopyIndicator", "false")
    tree.leaf(top, "cbc:UUID", str(document.ettn))
    tree.moment(top, document.issued_at)
    tree.leaf(top, "cbc:DespatchAdviceTypeCode", document.type)
    tree.leaves(top, "cbc:Note", document.notes)
    tree.leaf(top, "cbc:LineCountNumeric", str(len(document.lines)))
    if document.order:
        tree.reference(top, "cac:OrderReference", document.order.number, document.order.issued_on)
    parties.signature(top, document.seller, document.number)
    parties.party(tree.branch(top, "cac:DespatchSupplierParty", "cac:Party"), document.seller)
    parties.party(tree.branch(top, "cac:DeliveryCustomerParty", "cac:Party"), document.buyer)
    _shipment(top, document)
    for order, line in enumerate(document.lines, start=1):
        _line(top, order, line)
    return top


def _shipment(top: Element, document: DespatchDocument) -> None:
    place = tree.branch(top, "cac:Shipment")
    tree.leaf(place, "cbc:ID", "")
    if document.value is not None:
        tree.amount(tree.branch(place, "cac:GoodsItem"), "cbc:ValueAmount", document.value, "TRY")
    if document.plate or document.drivers:
        stage = tree.branch(place, "cac:ShipmentStage")
        if document.plate:
            road = tree.branch(stage, "cac:TransportMeans", "cac:RoadTransport")
            tree.leaf(road, "cbc:LicensePlateID", document.plate, schemeID="PLAKA")
        for driver in document.drivers:
            _driver(stage, driver)
    delivery = tree.branch(place, "cac:Delivery")
    parties.address(delivery, "cac:DeliveryAddress", document.delivery_address)
    if document.carrier:
        parties.party(tree.branch(delivery, "cac:CarrierParty"), document.carrier)
    despatch = tree.branch(delivery, "cac:Despatch")
    tree.moment(despatch, document.shipped_at, date_name="ActualDespatchDate", time_name="ActualDespatchTime")
    if document.trailer_plates:
        unit = tree.branch(place, "cac:TransportHandlingUnit")
        for plate in document.trailer_plates:
            tree.leaf(tree.branch(unit, "cac:TransportEquipment"), "cbc:ID", plate, schemeID="DORSEPLAKA")


def _driver(stage: Element, driver: Driver) -> None:
    place = tree.branch(stage, "cac:DriverPerson")
    tree.leaf(place, "cbc:FirstName", driver.first_name)
    tree.leaf(place, "cbc:FamilyName", driver.family_name)
    tree.leaf(place, "cbc:Title", "Şoför")
    tree.leaf(place, "cbc:NationalityID", driver.tckn)


def _line(top: Element, order: int, line: DespatchLine) -> None:
    place = tree.branch(top, "cac:DespatchLine")
    tree.leaf(place, "cbc:ID", str(order))
    tree.maybe(place, "cbc:Note", line.note)
    tree.leaf(place, "cbc:DeliveredQuantity", tree.plain(line.quantity), unitCode=line.unit)
    tree.leaf(tree.branch(place, "cac:OrderLineReference"), "cbc:LineID", str(order))
    item = tree.branch(place, "cac:Item")
    tree.leaf(item, "cbc:Name", line.name)
    if line.sku:
        tree.leaf(tree.branch(item, "cac:SellersItemIdentification"), "cbc:ID", line.sku)

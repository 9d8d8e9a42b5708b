"""What shipments refuse."""


class ShipmentMissing(Exception):
    """No such shipment in this merchant."""


class ShipmentNotOpen(Exception):
    """It is past the step that was asked for; `status` says where it stands."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class ShippingInvalid(Exception):
    """A field of a rule or tariff does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str, value: str = "") -> None:
        super().__init__(field, code)
        self.field, self.code, self.value = field, code, value


class HandoverMissing(Exception):
    """No such list in this merchant, or it is signed already."""


class RuleMissing(Exception):
    """No such rule in this merchant."""


class BillMissing(Exception):
    """No such bill in this merchant."""


class NoCarrier(Exception):
    """No rule chose a carrier, or the one chosen cannot be used now."""


class LabelRunMissing(Exception):
    """No such print-out in this merchant, or its file is not there."""


class ChangeRefused(Exception):
    """A package's carrier is not to be changed, or not to that one; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

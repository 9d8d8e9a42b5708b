"""What orders refuse."""

from uuid import UUID

from prapazar.domain.orders.enums import OrderStatus


class OrderMissing(Exception):
    """No such order in this merchant."""


class StepNotAllowed(Exception):
    """The order's status does not lead there."""

    def __init__(self, order_id: UUID, was: OrderStatus, wanted: OrderStatus) -> None:
        super().__init__(order_id, was, wanted)
        self.order_id, self.was, self.wanted = order_id, was, wanted


class OrderInvalid(Exception):
    """A field of a manual order does not fit; `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class RepairMissing(Exception):
    """No such open repair in this merchant."""

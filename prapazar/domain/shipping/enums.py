"""Where a shipment stands, and which way it goes."""

from enum import StrEnum


class ShipmentStatus(StrEnum):
    WAITING = "waiting"
    """The carrier is still to be told."""
    REFUSED = "refused"
    """The carrier said no; somebody has to mend it and try again."""
    CREATED = "created"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    FAILED_ATTEMPT = "failed_attempt"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


ON_THE_WAY = frozenset(
    {
        ShipmentStatus.CREATED,
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.FAILED_ATTEMPT,
        ShipmentStatus.RETURNING,
    }
)
"""Its carrier is asked where it is."""


class Direction(StrEnum):
    OUT = "out"
    BACK = "back"


class ChangeState(StrEnum):
    """Of a package that is to go with another of its channel's carriers."""

    LOOKING = "looking"
    """The channel is asked which it offers."""
    OFFERED = "offered"
    """A person is to choose."""
    ASKED = "asked"
    TOLD = "told"
    """The channel has said yes; what it changed is not here yet."""
    REFUSED = "refused"
    DONE = "done"
    DROPPED = "dropped"

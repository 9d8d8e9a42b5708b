"""What every task that calls a provider does with its errors: they are recorded already, none ends a worker."""

from collections.abc import Callable
from uuid import UUID

import structlog

from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.flows.connections import ConnectionIdle
from prapazar.flows.faults import ProviderFault
from prapazar.flows.pacing import NotYet
from prapazar.foundation.secrets import SecretUnreadable

log = structlog.get_logger(__name__)


def quietly(work: Callable[[UUID], object], connection_id: str) -> bool:
    """The outbox and the schedule hold what must be tried again; the task itself is not repeated.

    False when it met a fault: the relay then looks at the partition a little later, not at once.
    """
    try:
        work(UUID(connection_id))
    except ConnectionIdle:
        log.info("connection idle", connection=connection_id)
    except ConnectionMissing:
        log.info("connection gone", connection=connection_id)
    except SecretUnreadable:
        log.exception("credentials cannot be opened: the key changed or is gone", connection=connection_id)
    except ProviderFault as error:
        log.info("provider call ended", connection=connection_id, code=error.code)
    else:
        return True
    return False


def in_turn(work: Callable[[UUID], object], connection_id: str) -> bool | float:
    """As `quietly`; where a push has to wait for its turn, the seconds until then."""
    waits: list[float] = []

    def begin(connection: UUID) -> None:
        try:
            work(connection)
        except NotYet as error:
            waits.append(error.retry_after)

    went_well = quietly(begin, connection_id)
    return waits[0] if waits else went_well

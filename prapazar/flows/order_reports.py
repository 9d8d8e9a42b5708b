"""Reports of order steps to channels: told one by one, a package's steps in their order, each once."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import ReadsOrders, ReportsStatus
from prapazar.connector_kit.errors import STEP_UNKNOWN, Rejected
from prapazar.connector_kit.records import PackageRecord, PackageStatus
from prapazar.domain.channels.enums import Topic
from prapazar.domain.mappings import queries as mappings
from prapazar.domain.orders import reports
from prapazar.domain.orders.reports import ReportedPackage
from prapazar.flows import handing_back, standing
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.flows.orders import LEASE
from prapazar.flows.splits import Way, way_of
from prapazar.foundation import db, outbox
from prapazar.foundation.outbox import Claim

AT_ONCE = 50
PART_CANCELLED = "packing.part_cancelled"
"""The channel counts its units with those of the whole: a person cancels them there."""
ONE_PACKAGE = "package_id"
"""The field of a row's payload within which order is kept."""
_ON_ITS_WAY = (
    PackageStatus.NEW,
    PackageStatus.PICKING,
    PackageStatus.PACKED,
    PackageStatus.SHIPPED,
    PackageStatus.DELIVERED,
)


def report_steps(connection_id: UUID) -> int:
    """Tell the channel what was done with its packages. Returns how many steps were told."""
    with db.exclusive(f"{Topic.REPORT_STATUS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                return _report_all(channel)
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.REPORT_STATUS)
            return 0


def _report_all(channel: Channel) -> int:
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(
            session, Topic.REPORT_STATUS.value, channel.id, AT_ONCE, LEASE, in_order_of=ONE_PACKAGE
        )
    return handing_back.one_by_one(
        channel, claims, lambda claim: _report(channel, claim), lambda claim: claim.payload[ONE_PACKAGE]
    )


def _report(channel: Channel, claim: Claim) -> None:
    with db.transaction(channel.scope) as session:
        package = reports.package(session, UUID(claim.payload[ONE_PACKAGE]))
        carrier = _called(session, channel, claim.payload["carrier"])
    refusal: Rejected | None = None
    is_known = isinstance(channel.connector, ReportsStatus)  # one that is told nothing has not been told
    if package and package.is_part and claim.payload["status"] == PackageStatus.CANCELLED:
        refusal = Rejected(package.external_id, code=PART_CANCELLED)
    elif package and package.is_part and way_of(channel.account.connector) is not Way.PARTS:
        is_known = False
    elif package and isinstance(channel.connector, ReportsStatus):
        refusal = _tell(channel.connector, package, claim, carrier)
        if refusal is not None and refusal.code == STEP_UNKNOWN:
            is_known = False
        elif refusal is not None and _stands_there(channel, package, PackageStatus(claim.payload["status"])):
            refusal = None

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        if package and is_known:
            said = (refusal.code, refusal.detail) if refusal else None
            reports.record_report(
                session,
                channel.scope,
                channel.id,
                package,
                claim.payload["status"],
                said,
                reason=claim.payload["reason"],
            )

    db.retried(channel.scope, record)


def _called(session: Session, channel: Channel, ours: str | None) -> str | None:
    """As the channel calls a carrier; where nobody has said how, by its name, which buyers read."""
    said = mappings.carrier_for(session, channel.id, ours)
    if not ours or said != ours:
        return said
    return mappings.carrier_for(session, channel.id, standing.channel_name(ours))


def _tell(
    connector: ReportsStatus, package: ReportedPackage, claim: Claim, carrier: str | None
) -> Rejected | None:
    """The refusal, if it was one."""
    told = claim.payload
    try:
        if told["status"] == PackageStatus.CANCELLED:
            connector.report_unsupplied(package.external_id, package.lines, told["reason"])
        else:
            connector.report_status(
                package.external_id,
                PackageStatus(told["status"]),
                package.lines,
                invoice_number=package.invoice_number,
                carrier=carrier,
                tracking_number=told["tracking_number"],
            )
    except Rejected as refused:
        return refused
    return None


def _stands_there(channel: Channel, package: ReportedPackage, wanted: PackageStatus) -> bool:
    """A step told before, whose answer was lost, is refused as no step any more: the channel has it all the same."""
    if not isinstance(channel.connector, ReadsOrders):
        return False
    found = channel.connector.fetch_package(package.external_id)
    return any(
        _is_reached(record.status, wanted)
        for record in found
        if isinstance(record, PackageRecord) and record.external_id == package.external_id
    )


def _is_reached(status: PackageStatus, wanted: PackageStatus) -> bool:
    if wanted not in _ON_ITS_WAY or status not in _ON_ITS_WAY:
        return status is wanted
    return _ON_ITS_WAY.index(status) >= _ON_ITS_WAY.index(wanted)

"""The delay alarm: parcels past their day are marked, and told once for each carrier."""

from prapazar.domain.messaging import actions as messaging
from prapazar.domain.shipping import actions
from prapazar.flows import standing
from prapazar.foundation import db, live, routes
from prapazar.foundation.scope import system_scope


def watch() -> int:
    """Returns how many became late."""
    with db.system_transaction() as session:
        late = actions.mark_late(session)
        for one in late:
            messaging.notify(
                session,
                system_scope(one.merchant_id),
                "shipments.late",
                permission="fulfillment.read",
                level="warning",
                group_key=f"shipments.late:{one.carrier}",
                values={"carrier": standing.channel_name(one.carrier), "reference": one.reference},
                link=routes.with_query(routes.SHIPMENTS, view="late"),
                count=one.count,
            )
            live.tell(session, one.merchant_id, "shipments.changed")
    return sum(one.count for one in late)

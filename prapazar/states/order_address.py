"""An address without its district: what is missing, and the field to fill it in."""

from uuid import UUID

import reflex as rx

from prapazar.domain.orders import actions, places, queries_one
from prapazar.domain.orders.errors import OrderInvalid, OrderMissing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_OPEN = frozenset({"awaiting_payment", "new", "picking", "packed"})


class OrderAddressState(rx.State):
    order_id: str = ""
    is_missing: bool = False
    """Its parcel has yet to leave, and no carrier takes it so."""
    choices: list[dict[str, str]] = []
    """Of the province; none where that is not known either."""
    fault: str = ""

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        self.is_missing, self.fault = False, ""
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, OrderMissing):
            return
        self.order_id, self.is_missing = asked, found is not None
        if found:
            first = {"value": "", "label": say(scope.locale, "orders.district_choose")}
            self.choices = [first, *({"value": one, "label": one} for one in found)]
        else:
            self.choices = []

    @rx.event
    @allow("orders.write")
    async def save(self, values: dict[str, str]) -> object:
        """`district`."""
        scope = await current_scope(self)
        try:
            saved = await in_thread(_save, scope, UUID(self.order_id), str(values.get("district", "")))
        except OrderInvalid as refused:
            self.fault = say(scope.locale, refused.code)
            return None
        except (ValueError, OrderMissing):
            return None
        self.is_missing, self.fault = False, ""
        await toast(self, "success", say(scope.locale, "orders.district_saved", district=saved))
        return None


def _read(scope: Scope, order_id: UUID) -> list[str] | None:
    """The districts to choose from; None where none is missing."""
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, order_id)
    country = str(found.shipping_address.get("country") or "TR")
    if found.status not in _OPEN or not places.is_missing(country, found.district):
        return None
    return sorted(places.districts(found.city), key=fold)


def _save(scope: Scope, order_id: UUID, district: str) -> str:
    with db.transaction(scope) as session:
        return actions.set_district(session, scope, order_id, district)

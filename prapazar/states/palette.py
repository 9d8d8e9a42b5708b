"""What the palette finds while one types: stores, orders, customers and products, a handful of each."""

import reflex as rx

from prapazar.domain.catalog.queries import product_list
from prapazar.domain.catalog.queries.filters import ProductFilter
from prapazar.domain.channels import queries as channels
from prapazar.domain.channels.queries import ChannelName
from prapazar.domain.customers import queries as customers
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.domain.orders import queries as orders
from prapazar.domain.orders.queries import OrderFilter
from prapazar.flows import standing
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.order_rows import masked
from prapazar.states.session import current_scope, in_thread

_OF_EACH = 6
_SHORTEST, _LONGEST = 2, 100
Hit = dict[str, str]


class PaletteState(rx.State):
    hits: list[Hit] = []

    @rx.event
    @allow("*")
    async def look(self, text: str) -> None:
        """Only in what the person may read anyway."""
        wanted = str(text).strip()[:_LONGEST]
        if len(wanted) < _SHORTEST:
            self.hits = []
            return
        scope = await current_scope(self)
        self.hits = await in_thread(_found, scope, wanted)


def _store(one: ChannelName) -> str:
    """By its own name or by its channel's."""
    return f"{one.name} {standing.channel_name(one.connector)}"


def _found(scope: Scope, wanted: str) -> list[Hit]:
    with db.transaction(scope) as session:
        hits: list[Hit] = []
        if scope.can("channels.read"):
            named = [one for one in channels.names(session, scope) if fold(wanted) in fold(_store(one))]
            hits += [
                {
                    "group": say(scope.locale, "frame.channels"),
                    "title": one.name,
                    "detail": standing.channel_name(one.connector),
                    "href": routes.channel(one.id),
                }
                for one in named[:_OF_EACH]
            ]
        if scope.can("orders.read"):
            found = orders.page(session, scope, OrderFilter(search=wanted), limit=_OF_EACH)
            hits += [
                {
                    "group": say(scope.locale, "frame.orders"),
                    "title": row.number,
                    "detail": masked(row.buyer_name) if scope.hides("buyer.name") else row.buyer_name,
                    "href": routes.order(row.id),
                }
                for row in found
            ]
        if scope.can("customers.read"):
            people = customers.page(session, scope, CustomerFilter(search=wanted), limit=_OF_EACH)
            hits += [
                {
                    "group": say(scope.locale, "frame.customers"),
                    "title": masked(row.name) if scope.hides("buyer.name") else row.name,
                    "detail": row.city,
                    "href": routes.customer(row.id),
                }
                for row in people
            ]
        if scope.can("products.read"):
            page = product_list.page(session, scope, ProductFilter(text=wanted), limit=_OF_EACH)
            hits += [
                {
                    "group": say(scope.locale, "frame.products"),
                    "title": row.name,
                    "detail": row.sku,
                    "href": routes.product(row.id),
                }
                for row in page.rows
            ]
    return hits

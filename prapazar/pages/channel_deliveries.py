"""The webhook inspector of one store."""

import reflex as rx

from prapazar.foundation import routes
from prapazar.pages import deliveries, store_frame
from prapazar.pages.page import Page
from prapazar.states.deliveries import DeliveriesState


def page() -> rx.Component:
    return store_frame.store_page(
        deliveries.inspector(is_of_one=True),
        active="deliveries",
    )


PAGE = Page(
    route=routes.STORE_DELIVERIES,
    render=page,
    title="deliveries.title",
    permission="channels.read",
    on_load=[store_frame.LOAD, DeliveriesState.load],
    live={
        "deliveries.changed": DeliveriesState.news,
        "channels.changed": [store_frame.LOAD, DeliveriesState.news],
    },
)

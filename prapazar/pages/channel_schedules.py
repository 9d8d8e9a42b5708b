"""Schedules of one store."""

import reflex as rx

from prapazar.foundation import routes
from prapazar.pages import schedules, store_frame
from prapazar.pages.page import Page
from prapazar.states.schedules import SchedulesState


def page() -> rx.Component:
    return store_frame.store_page(
        schedules.table(is_of_one=True),
        schedules.layers(),
        active="schedules",
    )


PAGE = Page(
    route=routes.STORE_SCHEDULES,
    render=page,
    title="schedules.title",
    permission="channels.read",
    on_load=[store_frame.LOAD, SchedulesState.load],
    live={
        "channels.changed": [store_frame.LOAD, SchedulesState.news],
        "jobs.changed": [store_frame.LOAD, SchedulesState.news],
    },
)

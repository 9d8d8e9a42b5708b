"""What the channel of a feed calls our categories."""

import reflex as rx

from prapazar.foundation import routes
from prapazar.pages import channel_feed as feed
from prapazar.pages import store_frame
from prapazar.pages.page import Page
from prapazar.states.feed import FeedState


def page() -> rx.Component:
    return store_frame.store_page(feed.categories(), active="categories")


PAGE = Page(
    route=routes.STORE_CATEGORIES,
    render=page,
    title="store.tab_categories",
    permission="channels.read",
    on_load=[store_frame.LOAD, FeedState.load],
    live={"channels.changed": store_frame.LOAD},
)

"""What the bench's pages share: the banner of test stores, requests, and records as trees."""

import reflex as rx

from prapazar import components as ui

t = ui.t


def environment_badge(store: rx.Var) -> rx.Component:
    return ui.badge(store["environment"], store["environment_tone"])


def test_banner(store: rx.Var) -> rx.Component:
    """On every screen of a test store."""
    return rx.cond(
        store["is_test"] != "",
        ui.banner(
            t("channels.test_banner", environment=store["environment"]),
            rx.cond(
                store["sends_stock"] != "", t("channels.test_banner_shared"), t("channels.test_banner_text")
            ),
            tone="wait",
        ),
        rx.fragment(),
    )


def requests(exchanges: rx.Var) -> rx.Component:
    """Each opens to what was sent and what came."""
    return rx.el.div(rx.foreach(exchanges, _request), class_name="pp-stack pp-stack-tight")


def _request(one: ui.Rows) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            ui.badge(one["status"], one["tone"]),
            rx.el.span(one["method"], " ", one["url"], class_name="pp-mono pp-small pp-grow pp-cut"),
            rx.el.span(one["took"], class_name="pp-soft pp-num pp-small"),
            class_name="pp-row pp-summary",
        ),
        rx.el.div(
            ui.code_block(one["request_headers"], label=t("console.request_headers")),
            rx.cond(
                one["request"] != "",
                ui.code_block(one["request"], label=t("channels.request")),
                rx.fragment(),
            ),
            ui.code_block(one["headers"], label=t("console.answer_headers")),
            ui.code_block(one["answer"], label=t("channels.answer")),
            class_name="pp-stack pp-stack-tight",
        ),
        key=one["id"],
        class_name="pp-details",
    )


def records(heads: rx.Var, facts: rx.Var) -> rx.Component:
    def record(one: ui.Rows) -> rx.Component:
        return rx.el.details(
            rx.el.summary(
                rx.el.span(one["title"], class_name="pp-strong pp-grow pp-cut"),
                ui.badge(one["kind"], one["tone"]),
                class_name="pp-row pp-summary",
            ),
            rx.el.dl(
                rx.foreach(
                    facts[one["id"].to(str)].to(list[dict[str, str]]),
                    lambda fact: rx.el.div(
                        rx.el.dt(fact["label"], class_name="pp-mono pp-small"),
                        rx.el.dd(fact["value"]),
                        class_name="pp-fact",
                    ),
                ),
                class_name="pp-facts",
            ),
            open=heads.length() == 1,
            key=one["id"],
            class_name="pp-details",
        )

    return rx.el.div(rx.foreach(heads, record), class_name="pp-stack pp-stack-tight")

"""What stands beside an open question: the product's facts, the order, what was asked before."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.states.inbox import InboxState as State

t = ui.t


def aside() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("questions.article"), rx.cond(State.article["product_id"] != "", _article(), _no_article())
        ),
        rx.cond(State.question["order"] != "", _order(), rx.fragment()),
        _history(State.of_customer, "questions.of_customer"),
        _history(State.of_product, "questions.of_product"),
    )


def _article() -> rx.Component:
    picture = rx.cond(
        State.article["image"] != "",
        rx.el.img(src=State.article["image"], alt="", class_name="pp-thumb"),
        rx.el.span(class_name="pp-thumb"),
    )
    name = ui.link(State.article["title"], href=f"{routes.PRODUCTS}/" + State.article["product_id"].to(str))
    return rx.fragment(
        rx.el.div(picture, name, class_name="pp-row pp-whole-names"),
        ui.key_values(
            (t("questions.sku"), ui.copyable(State.article["sku"])),
            (t("questions.available"), rx.el.span(State.article["stock"], class_name="pp-num")),
            (t("questions.price"), rx.el.span(State.article["price"], class_name="pp-num")),
        ),
        rx.el.dl(
            rx.foreach(
                State.facts,
                lambda fact: rx.el.div(
                    rx.el.dt(fact["name"]), rx.el.dd(fact["value"]), class_name="pp-fact", key=fact["name"]
                ),
            ),
            class_name="pp-facts",
        ),
    )


def _no_article() -> rx.Component:
    return rx.el.p(t("questions.no_article", topic=State.question["topic"]), class_name="pp-soft pp-small")


def _order() -> rx.Component:
    link = rx.cond(
        State.question["order_id"] != "",
        ui.link(State.question["order"], href=f"{routes.ORDERS}/" + State.question["order_id"].to(str)),
        ui.copyable(State.question["order"]),
    )
    return ui.card(t("questions.order"), link)


def _history(rows: ui.Rows, label: str) -> rx.Component:
    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.span(row["body"], class_name="pp-inbox-body"),
                rx.el.span(
                    rx.cond(row["answer"] != "", row["answer"], t("questions.no_answer")),
                    class_name="pp-soft pp-tiny pp-inbox-body",
                ),
                rx.el.time(row["at"], class_name="pp-soft pp-tiny pp-num"),
                type="button",
                class_name="pp-lines pp-pick",
                on_click=State.open(row["id"]),
            ),
            key=row["id"],
        )

    return rx.cond(
        rows.length() > 0,
        ui.card(t(label), rx.el.ul(rx.foreach(rows, one), class_name="pp-todo")),
        rx.fragment(),
    )

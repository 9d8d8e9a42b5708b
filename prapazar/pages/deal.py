"""The dialog of one deal, for every screen that opens it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.deal import DealState as State

t = ui.t


def dialogs() -> list[rx.Component]:
    is_new = State.form["id"] == ""
    order = ui.link_button(
        t("pipeline.make_order"), href=State.form["order_href"], kind="primary", icon_name="shopping-bag"
    )
    return [
        ui.sheet(
            rx.cond(is_new, t("pipeline.new"), State.form["title"]),
            rx.cond(
                State.form["kind"] == "won",
                ui.banner(
                    t("pipeline.is_won"),
                    tone="good",
                    action=rx.cond(may("orders.write"), order, rx.fragment()),
                ),
                rx.fragment(),
            ),
            rx.cond(
                State.form["reason"] != "",
                ui.banner(t("pipeline.is_lost"), State.form["reason"], tone="bad"),
                rx.fragment(),
            ),
            rx.form(
                _fields(),
                rx.el.div(
                    rx.cond(
                        ~is_new & may("customers.delete"),
                        ui.button(
                            t("words.delete"),
                            kind="danger",
                            icon_name="trash-2",
                            on_click=State.ask_remove(True),
                        ),
                        rx.fragment(),
                    ),
                    rx.el.span(class_name="pp-grow"),
                    ui.button(t("words.cancel"), on_click=State.close(False)),
                    rx.cond(
                        may("customers.write"),
                        ui.button(t("words.save"), kind="primary", submit=True),
                        rx.fragment(),
                    ),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=State.save,
                key="deal-" + State.version.to_string(),
                class_name="pp-form",
            ),
            is_open=State.is_open & ~State.is_removing,
            on_open_change=State.close,
        ),
        ui.confirm_dialog(
            t("pipeline.remove_title", title=State.form["title"]),
            t("pipeline.remove_text"),
            confirm=t("words.delete"),
            is_open=State.is_removing,
            on_open_change=State.ask_remove,
            on_confirm=State.remove,
        ),
    ]


def _text(name: str, label: str, **more: object) -> rx.Component:
    return ui.text_input(
        name,
        t(f"pipeline.{label}"),
        default_value=State.form[name],
        error=State.faults[name],
        auto_complete="off",
        **more,  # type: ignore[arg-type]  # html attributes
    )


def _fields() -> rx.Component:
    step = ui.field(
        "step",
        t("pipeline.step"),
        rx.el.input(
            id="f-step",
            name="step",
            placeholder=t("pipeline.step_hint"),
            max_length=140,
            auto_complete="off",
            class_name="pp-input",
        ),
        error=State.faults["step"],
        help_text=t("pipeline.step_help"),
        optional=True,
    )
    return rx.fragment(
        _text("title", "deal", max_length=120, auto_focus=True),
        _customer(),
        rx.el.div(
            _text("value", "value", numeric=True, suffix="₺", optional=True),
            _text("expected", "expected", type="date", optional=True),
            class_name="pp-fields",
        ),
        rx.el.div(_stage(), _owner(), class_name="pp-fields"),
        rx.cond(
            State.is_losing,
            ui.text_input(
                "reason",
                t("pipeline.reason"),
                error=State.faults["reason"],
                max_length=200,
                auto_complete="off",
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.form["task"] != "",
            rx.el.p(t("pipeline.step_now"), " ", ui.link(State.form["task"], href=State.form["task_href"])),
            rx.fragment(),
        ),
        rx.cond(
            may("calendar.write"),
            rx.el.div(
                step,
                ui.text_input(
                    "due", t("pipeline.step_due"), type="date", optional=True, error=State.faults["due"]
                ),
                class_name="pp-fields",
            ),
            rx.fragment(),
        ),
        _wishes(),
        ui.textarea(
            "note",
            t("pipeline.note"),
            optional=True,
            rows=3,
            default_value=State.form["note"],
            max_length=4000,
        ),
    )


def _stage() -> rx.Component:
    return ui.field(
        "stage",
        t("pipeline.stage"),
        rx.el.select(
            ui.options(State.stages),
            id="f-stage",
            value=State.stage,
            on_change=State.choose_stage,
            disabled=~may("customers.write"),
            class_name="pp-input pp-select",
        ),
    )


def _owner() -> rx.Component:
    return ui.field(
        "owner",
        t("pipeline.owner"),
        rx.el.select(
            rx.el.option(t("tasks.nobody"), value=""),
            ui.options(State.people),
            id="f-owner",
            name="owner",
            default_value=State.form["owner"],
            class_name="pp-input pp-select",
        ),
        error=State.faults["owner"],
        optional=True,
    )


def _customer() -> rx.Component:
    chosen = rx.el.div(
        ui.link(State.customer["name"], href=f"{routes.CUSTOMERS}/" + State.customer["id"]),
        ui.icon_button("x", t("pipeline.other_customer"), on_click=State.forget_customer),
        class_name="pp-row",
    )
    finder = rx.el.div(
        rx.el.input(
            id="f-customer",
            name="find_customer",
            on_change=lambda words: State.find_customer(words).debounce(250),
            placeholder=t("customers.search"),
            auto_complete="off",
            class_name="pp-input",
        ),
        _hits(State.hits, State.choose_customer),
        class_name="pp-finder",
    )
    return ui.field(
        "customer",
        t("pipeline.customer"),
        rx.cond(State.customer["id"] != "", chosen, finder),
        error=State.faults["customer"],
    )


def _wishes() -> rx.Component:
    def wish(one: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(one["name"], class_name="pp-grow pp-cut"),
            rx.el.input(
                default_value=one["quantity"],
                on_blur=lambda typed: State.set_quantity(one["id"], typed),
                input_mode="numeric",
                aria_label=t("orders.quantity"),
                class_name="pp-input pp-num-input pp-short-input",
            ),
            ui.icon_button("x", t("words.delete"), on_click=State.drop(one["id"])),
            class_name="pp-row",
            key=one["id"],
        )

    return ui.field(
        "wishes",
        t("pipeline.wishes"),
        rx.el.div(
            rx.el.ul(rx.foreach(State.wishes, wish), class_name="pp-todo"),
            rx.el.div(
                rx.el.input(
                    id="f-wishes",
                    name="find_item",
                    on_change=lambda words: State.find_item(words).debounce(250),
                    placeholder=t("orders.find_item"),
                    auto_complete="off",
                    class_name="pp-input",
                    key="find-" + State.wishes.length().to_string(),
                ),
                _hits(State.items, State.wish),
                class_name="pp-finder",
            ),
        ),
        error=State.faults["wishes"],
        optional=True,
    )


def _hits(hits: rx.Var[list[dict[str, str]]], on_choose: ui.Handler) -> rx.Component:
    shown = rx.el.ul(
        rx.foreach(
            hits,
            lambda hit: rx.el.li(
                rx.el.button(
                    hit["name"],
                    type="button",
                    on_click=on_choose(hit["id"]),
                    class_name="pp-plain-button pp-hit",
                ),
                key=hit["id"],
            ),
        ),
        class_name="pp-hits-small",
    )
    return rx.cond(hits.length() > 0, shown, rx.fragment())

"""One segment: its conditions beside how many they mean, and the first of them."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.segment import SegmentState as State

t = ui.t
_FACTS = (
    *("orders", "spent", "basket", "last", "first", "returns", "product", "brand", "category", "channel"),
    *("city", "district", "kind", "consent", "tag"),
)


def page() -> rx.Component:
    return frame(
        ui.leave_guard(State.is_dirty),
        _header(),
        rx.cond(
            State.missing,
            ui.empty_state(
                t("segments.missing"),
                action=ui.link_button(t("segments.title"), href=routes.SEGMENTS, kind="primary"),
                icon_name="users-round",
            ),
            ui.while_loading(
                State.loading,
                ui.skeleton_lines(8),
                ui.two_columns(_conditions(), _people(), on_top="left"),
            ),
        ),
        ui.confirm_dialog(
            t("segments.delete_title", name=State.segment["name"]),
            t("segments.delete_text"),
            confirm=t("words.delete"),
            is_open=State.delete_open,
            on_open_change=State.ask_delete,
            on_confirm=State.delete,
        ),
        active=routes.SEGMENTS,
    )


def _header() -> rx.Component:
    is_kept = State.segment["id"] != ""
    export = ui.dropdown_menu(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        *(
            ui.MenuEntry(
                label=t(f"lists.export_{kind}"),
                href="/api/segments/" + State.segment["id"].to(str) + f"/export.{kind}",
            )
            for kind in ("csv", "xlsx")
        ),
        label=t("words.export"),
        trigger_class="pp-button pp-button-secondary",
    )
    use = ui.link_button(
        t("segments.use"),
        href=f"{routes.CAMPAIGNS}?new=" + State.segment["id"].to(str),
        icon_name="megaphone",
    )
    return ui.page_header(
        rx.cond(is_kept, State.segment["name"], t("segments.new")),
        back=(t("segments.title"), routes.SEGMENTS),
        actions=[
            rx.cond(is_kept & may("customers.read"), export, rx.fragment()),
            rx.cond(is_kept & may("campaigns.write") & ~State.is_dirty, use, rx.fragment()),
            rx.cond(
                is_kept & may("campaigns.delete"),
                ui.icon_button("trash-2", t("words.delete"), on_click=State.ask_delete(True)),
                rx.fragment(),
            ),
        ],
        primary=rx.cond(
            may("campaigns.write"),
            ui.button(t("words.save"), kind="primary", submit=True, form="segment"),
            rx.fragment(),
        ),
    )


def _conditions() -> rx.Component:
    names = rx.el.form(
        ui.text_input(
            "name",
            t("segments.name"),
            default_value=State.segment["name"],
            error=State.faults["name"],
            max_length=80,
            auto_complete="off",
        ),
        ui.text_input(
            "note",
            t("segments.note"),
            default_value=State.segment["note"],
            optional=True,
            max_length=500,
            auto_complete="off",
        ),
        id="segment",
        key=State.version.to_string(),
        on_submit=State.save,
        class_name="pp-fields",
    )
    return rx.fragment(
        ui.card(t("segments.about"), names),
        ui.card(
            t("segments.conditions"),
            _join(State.join, "", t("segments.join_all"), t("segments.join_any")),
            rx.el.ul(
                rx.foreach(
                    State.lines, lambda one: rx.cond(one["group"].to(str) == "", _line(one), rx.fragment())
                ),
                class_name="pp-conditions",
            ),
            rx.foreach(State.groups, _group),
            rx.cond(
                State.lines.length() == 0,
                rx.el.p(t("segments.everybody"), class_name="pp-soft pp-small"),
                rx.fragment(),
            ),
            rx.cond(
                State.faults["whole"] != "",
                rx.el.p(State.faults["whole"], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            rx.cond(
                may("campaigns.write"),
                rx.el.div(
                    ui.button(t("segments.add"), icon_name="plus", on_click=State.add("")),
                    ui.button(
                        t("segments.add_group"), kind="quiet", icon_name="brackets", on_click=State.add_group
                    ),
                    class_name="pp-row pp-row-wrap",
                ),
                rx.fragment(),
            ),
        ),
    )


def _join(value: rx.Var[str], group: ui.Text, every: ui.Text, some: ui.Text) -> rx.Component:
    return rx.el.select(
        rx.el.option(every, value="all"),
        rx.el.option(some, value="any"),
        value=value,
        on_change=lambda chosen: State.set_join(chosen, group),
        aria_label=t("segments.join"),
        disabled=~may("campaigns.write"),
        class_name="pp-input pp-select pp-join",
    )


def _group(group: ui.Rows) -> rx.Component:
    key = group["id"].to(str)
    return rx.el.fieldset(
        rx.el.legend(t("segments.group"), class_name="pp-small pp-soft"),
        _join(group["join"].to(str), key, t("segments.join_all"), t("segments.join_any")),
        rx.el.ul(
            rx.foreach(
                State.lines, lambda one: rx.cond(one["group"].to(str) == key, _line(one), rx.fragment())
            ),
            class_name="pp-conditions",
        ),
        rx.cond(
            may("campaigns.write"),
            ui.button(t("segments.add"), kind="quiet", small=True, icon_name="plus", on_click=State.add(key)),
            rx.fragment(),
        ),
        class_name="pp-condition-group",
        key=key,
    )


def _line(one: ui.Rows) -> rx.Component:
    key = one["key"].to(str)
    return rx.el.li(
        rx.el.div(
            rx.el.select(
                *(rx.el.option(t(f"segments.fact_{fact}"), value=fact) for fact in _FACTS),
                value=one["fact"].to(str),
                on_change=lambda chosen: State.set_fact(key, chosen),
                aria_label=t("segments.fact"),
                class_name="pp-input pp-select",
            ),
            rx.el.select(
                ui.options(one["tests"].to(list[dict[str, str]])),
                value=one["test"].to(str),
                on_change=lambda chosen: State.set_test(key, chosen),
                aria_label=t("segments.test"),
                class_name="pp-input pp-select",
            ),
            rx.match(
                one["kind"].to(str),
                ("number", _number(one, key)),
                ("product", _product(one, key)),
                _choice(one, key),
            ),
            rx.cond(one["periods"].to(list[dict[str, str]]).length() > 0, _period(one, key), rx.fragment()),
            rx.cond(
                may("campaigns.write"),
                ui.icon_button("x", t("segments.remove"), on_click=State.remove(key)),
                rx.fragment(),
            ),
            class_name="pp-condition",
        ),
        rx.cond(
            one["chosen"].to(list[dict[str, str]]).length() > 0,
            rx.el.div(
                rx.foreach(one["chosen"].to(list[dict[str, str]]), lambda chosen: _chip(chosen, key)),
                class_name="pp-chips",
            ),
            rx.fragment(),
        ),
        rx.cond(
            one["fault"].to(str) != "",
            rx.el.p(one["fault"].to(str), role="alert", class_name="pp-error"),
            rx.fragment(),
        ),
        key=key,
    )


def _number(one: ui.Rows, key: ui.Text) -> rx.Component:
    return rx.el.span(
        rx.el.input(
            default_value=one["value"].to(str),
            on_change=lambda typed: State.set_value(key, typed).debounce(250),
            input_mode="decimal",
            aria_label=t("segments.value"),
            max_length=20,
            auto_complete="off",
            key=f"{key}-" + one["fact"].to(str),
            class_name="pp-input pp-num",
        ),
        rx.el.span(one["unit"].to(str), class_name="pp-soft pp-small"),
        class_name="pp-row",
    )


def _choice(one: ui.Rows, key: ui.Text) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("segments.choose"), value=""),
        ui.options(State.choices[one["fact"].to(str)]),
        value="",
        on_change=lambda chosen: State.choose(key, chosen),
        aria_label=t("segments.value"),
        class_name="pp-input pp-select",
    )


def _product(one: ui.Rows, key: ui.Text) -> rx.Component:
    hits = rx.el.ul(
        rx.foreach(
            State.hits,
            lambda hit: rx.el.li(
                rx.el.button(
                    hit["label"],
                    type="button",
                    on_click=State.choose(key, hit["value"]),
                    class_name="pp-plain-button pp-hit",
                )
            ),
        ),
        class_name="pp-hits-small",
    )
    return rx.el.div(
        rx.el.input(
            on_change=lambda words: State.find_product(key, words).debounce(250),
            placeholder=t("segments.find_product"),
            aria_label=t("segments.find_product"),
            auto_complete="off",
            class_name="pp-input",
            key=f"{key}-" + one["chosen"].to(list[dict[str, str]]).length().to_string(),
        ),
        rx.cond((State.hits_of == key) & (State.hits.length() > 0), hits, rx.fragment()),
        class_name="pp-finder",
    )


def _period(one: ui.Rows, key: ui.Text) -> rx.Component:
    return rx.el.select(
        ui.options(one["periods"].to(list[dict[str, str]])),
        value=one["days"].to(str),
        on_change=lambda days: State.set_days(key, days),
        aria_label=t("segments.period"),
        class_name="pp-input pp-select",
    )


def _chip(chosen: ui.Rows, key: ui.Text) -> rx.Component:
    return rx.el.span(
        rx.el.span(chosen["label"], class_name="pp-cut"),
        rx.el.button(
            ui.icon("x", size=12),
            type="button",
            aria_label=t("segments.drop", name=chosen["label"]),
            on_click=State.drop(key, chosen["value"]),
        ),
        class_name="pp-chip",
        key=chosen["value"],
    )


def _people() -> rx.Component:
    row = lambda one: rx.el.li(  # noqa: E731 - one line of a list
        ui.link(
            one["name"].to(str), href=f"{routes.CUSTOMERS}/" + one["id"].to(str), class_name="pp-cut pp-grow"
        ),
        rx.el.span(one["bought"].to(str), class_name="pp-soft pp-small pp-num"),
        rx.el.span(one["spent"].to(str), class_name="pp-num"),
        class_name="pp-row",
        key=one["id"].to(str),
    )
    return rx.fragment(
        ui.card(
            t("segments.count"),
            rx.el.p(
                rx.cond(State.is_estimate, rx.el.span("≈ ", aria_hidden="true"), rx.fragment()),
                State.count,
                class_name="pp-kpi-value pp-num",
                role="status",
                custom_attrs={"data-count": State.count},
            ),
            rx.el.p(
                rx.cond(State.is_estimate, t("segments.estimate"), t("segments.exact")),
                class_name="pp-soft pp-small",
            ),
        ),
        ui.card(
            t("segments.first"),
            rx.cond(
                State.people.length() > 0,
                rx.el.ul(rx.foreach(State.people, row), class_name="pp-todo"),
                rx.el.p(t("segments.nobody"), class_name="pp-soft pp-small"),
            ),
        ),
    )


PAGE = Page(
    route=routes.SEGMENT,
    render=page,
    title="segments.title",
    permission="campaigns.read",
    on_load=[State.load],
)

"""The parts of a channel's pages about the file it fetches."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.states.channels import ChannelState
from prapazar.states.feed import FeedState as State
from prapazar.states.session import SessionState

t = ui.t


def section() -> rx.Component:
    """Nothing for channels that fetch no file."""
    may = SessionState.can["channels.write"]
    return rx.cond(
        State.feed.length() > 0,
        rx.fragment(
            _file(may),
            _remarks(),
            ui.card(t("feeds.runs"), _runs()),
            ui.confirm_dialog(
                t("feeds.renew"),
                t("feeds.renew_text"),
                confirm=t("feeds.renew"),
                is_open=State.renew_open,
                on_open_change=State.ask_renew,
                on_confirm=State.renew,
            ),
        ),
        rx.fragment(),
    )


def settings() -> rx.Component:
    form = ui.card(t("feeds.settings"), _settings())
    return rx.cond(State.feed.length() > 0, form, rx.fragment())


def categories() -> rx.Component:
    return ui.card(t("feeds.categories"), _categories())


def _file(may: rx.Var[bool]) -> rx.Component:
    buttons = rx.el.div(
        ui.button(t("feeds.write"), icon_name="refresh-cw", small=True, on_click=State.write_now),
        ui.button(t("feeds.renew"), icon_name="key-round", small=True, on_click=State.ask_renew(True)),
        class_name="pp-row pp-row-wrap",
    )
    return ui.card(
        t("feeds.title"),
        rx.el.p(t("feeds.about"), class_name="pp-soft pp-small"),
        ui.code_block(State.feed["address"], label=t("feeds.address")),
        rx.cond(
            State.feed["is_running"] != "",
            ui.progress_bar(percent=State.percent, label=State.feed["progress"]),
            rx.fragment(),
        ),
        rx.cond(State.feed["error"] != "", ui.banner(State.feed["error"], tone="bad"), rx.fragment()),
        ui.key_values(
            (t("feeds.state"), ui.badge(State.feed["state"], State.feed["tone"])),
            (t("feeds.written_at"), State.feed["written_at"]),
            (t("feeds.changed_at"), State.feed["changed_at"]),
            (t("feeds.fetched_at"), State.feed["fetched_at"]),
            (t("feeds.written"), rx.el.span(State.feed["written"], class_name="pp-num")),
            (t("feeds.left_out"), rx.el.span(State.feed["left_out"], class_name="pp-num")),
            (t("feeds.noted"), rx.el.span(State.feed["noted"], class_name="pp-num")),
            (t("feeds.size"), rx.el.span(State.feed["size"], class_name="pp-num")),
        ),
        rx.cond(may, buttons, rx.fragment()),
    )


def _remarks() -> rx.Component:
    columns = [
        ui.Column(key="sku", label=t("feeds.sku"), phone="sub"),
        ui.Column(key="title", label=t("feeds.product"), phone="title", grow=True, hint="title", link=True),
        ui.Column(key="cause", label=t("feeds.cause"), phone="subend", cell=_cause),
        ui.Column(
            key="state",
            label=t("feeds.state"),
            phone="end",
            cell=lambda row: ui.badge(row["state"], row["tone"]),
        ),
    ]
    nothing = rx.cond(State.search != "", t("feeds.remarks_none"), t("feeds.remarks_empty"))
    return ui.card(
        t("feeds.remarks"),
        rx.cond(State.feed["lacks_link"] != "", _lacking_links(), rx.fragment()),
        ui.search_input(value=State.search, on_change=State.find, placeholder=t("feeds.search")),
        ui.data_table(
            columns,
            State.rows,
            label=t("feeds.remarks"),
            href=lambda row: row["href"],
            empty=ui.empty_state(nothing, icon_name="check"),
        ),
        ui.pager(
            label=State.page_label,
            has_previous=State.offset > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
    )


def _lacking_links() -> rx.Component:
    """The cause that one setting ends for all of them."""
    to_settings = ui.link_button(
        t("feeds.to_settings"),
        href=f"{routes.CHANNELS}/" + ChannelState.store["id"].to(str) + "/settings",
        small=True,
    )
    return ui.banner(
        t("feeds.lacks_link"),
        t("feeds.lacks_link_text"),
        tone="wait",
        action=rx.cond(SessionState.can["channels.write"], to_settings, rx.fragment()),
    )


def _cause(row: ui.Rows) -> rx.Component:
    return rx.el.p(row["cause"], class_name="pp-small pp-wrap")


def _runs() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("feeds.at"), hint="at_full", phone="title"),
        ui.Column(
            key="result",
            label=t("feeds.result"),
            phone="end",
            cell=lambda row: ui.badge(row["result"], row["tone"]),
        ),
        ui.Column(key="written", label=t("feeds.written"), align="right", phone="sub"),
        ui.Column(key="left_out", label=t("feeds.left_out"), align="right", phone="subend"),
    ]
    return ui.data_table(columns, State.runs, label=t("feeds.runs"))


def _settings() -> rx.Component:
    return ui.edit_form(rx.foreach(State.fields, _setting), on_save=State.save, version=State.version.to(str))


def _setting(one: ui.Rows) -> rx.Component:
    name = one["name"].to(str)
    marks = {
        "id": "f-" + name,
        "name": name,
        "aria_invalid": rx.cond(State.faults[name].to(bool), "true", "false"),
    }
    chosen = rx.el.select(
        rx.foreach(State.choices[name], lambda choice: rx.el.option(choice["label"], value=choice["value"])),
        default_value=one["value"],
        class_name="pp-input pp-select",
        **marks,
    )
    typed = rx.el.input(type="text", default_value=one["value"], class_name="pp-input", **marks)
    return rx.el.div(
        rx.el.label(one["label"], html_for="f-" + name),
        rx.cond(one["kind"] == "choice", chosen, typed),
        rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
        rx.cond(
            State.faults[name].to(bool),
            rx.el.p(State.faults[name], role="alert", class_name="pp-error"),
            rx.fragment(),
        ),
        class_name="pp-field",
        key=name,
    )


def _categories() -> rx.Component:
    form = ui.edit_form(
        rx.foreach(State.categories, _category), on_save=State.save_categories, version=State.version.to(str)
    )
    return rx.fragment(
        rx.el.p(t("feeds.categories_help"), class_name="pp-soft pp-small"),
        rx.cond(
            State.categories.length() > 0,
            form,
            ui.empty_state(t("feeds.categories_empty"), icon_name="folder-tree"),
        ),
    )


def _category(one: ui.Rows) -> rx.Component:
    place = one["place"].to(str)
    return rx.el.div(
        rx.el.label(
            one["path"], rx.el.span(" · ", one["count"], class_name="pp-soft pp-num"), html_for="f-" + place
        ),
        rx.el.input(
            type="text",
            id="f-" + place,
            name=place,
            default_value=one["name"],
            placeholder=t("feeds.category_theirs"),
            auto_complete="off",
            class_name="pp-input",
        ),
        class_name="pp-field",
        key=place,
    )

"""The mapping tables of a channel."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.pages.store_frame import LOAD, store_page
from prapazar.states.mapping_import import MappingImportState as Taking
from prapazar.states.mappings import MappingsState as State
from prapazar.states.session import SessionState

t = ui.t
KINDS = ("category", "attribute", "value", "brand", "carrier", "status")
UPLOAD = "mappings"


def page() -> rx.Component:
    return store_page(
        rx.el.p(t("mappings.note"), class_name="pp-soft pp-small"),
        ui.view_tabs(State.kinds, active=State.kind, on_change=State.show_kind),
        rx.el.p(_by_kind("about"), class_name="pp-soft pp-small"),
        _banners(),
        _filters(),
        _table(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        ui.bulk_bar(
            _writers(ui.button(t("mappings.accept"), kind="primary", on_click=State.accept(""))),
            count=State.selected.length(),
            on_clear=State.clear,
        ),
        _accept_dialog(),
        _choose_dialog(),
        _import_dialog(),
        active="mappings",
        actions=[
            _export(),
            _writers(ui.button(t("mappings.import"), icon_name="upload", on_click=Taking.ask(True))),
        ],
        primary=_writers(
            rx.cond(
                State.store["suggested"].to(str) != "0",
                ui.button(t("mappings.accept_many"), kind="primary", on_click=State.ask_accept(True)),
                rx.fragment(),
            )
        ),
    )


def _writers(child: rx.Component) -> rx.Component:
    return rx.cond(SessionState.can["channels.write"], child, rx.fragment())


def _by_kind(what: str) -> rx.Var[str]:
    *cases, (_, last) = [(kind, t(f"mappings.{what}_{kind}")) for kind in KINDS]
    found: rx.Var[str] = rx.match(State.kind, *cases, last)
    return found


def _export() -> rx.Component:
    address = "/api/mappings/" + State.store["id"].to(str) + "/" + State.kind
    return ui.dropdown_menu(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        *(
            ui.MenuEntry(label=t(f"lists.export_{form}"), href=address + f"/export.{form}")
            for form in ("csv", "xlsx")
        ),
        label=t("words.export"),
        trigger_class="pp-button pp-button-secondary",
    )


def _banners() -> rx.Component:
    fetch = _writers(ui.button(t("mappings.fetch"), small=True, on_click=State.fetch))
    needs_tree = (State.kind == "category") | (State.kind == "attribute") | (State.kind == "value")
    return rx.fragment(
        rx.cond(
            State.done_label != "",
            ui.banner(
                State.done_label,
                tone="good",
                action=_writers(ui.button(t("mappings.undo"), small=True, on_click=State.undo)),
            ),
            rx.fragment(),
        ),
        rx.cond(
            ~State.loading & ~State.has_categories & needs_tree,
            rx.cond(
                State.asked,
                ui.banner(t("mappings.fetching"), tone="info"),
                ui.banner(t("mappings.no_categories"), tone="wait", action=fetch),
            ),
            rx.fragment(),
        ),
    )


def _filters() -> rx.Component:
    views = [ui.Choice(value=one, label=t(f"mappings.view_{one}")) for one in ("suggested", "open", "mapped")]
    return ui.filter_bar(
        ui.search_input(
            value=State.search,
            on_change=lambda value: State.set_filter("search", value),
            placeholder=t("mappings.search"),
        ),
        ui.filter_select(
            t("mappings.view"),
            value=State.view,
            choices=views,
            on_change=lambda value: State.set_filter("view", value),
        ),
        rx.el.span(
            _count("mapped", "good"), _count("suggested", "info"), _count("open", "wait"), class_name="pp-row"
        ),
        chips=State.chips,
        on_remove=lambda key: State.set_filter(key, ""),
        on_clear=State.clear_filters,
    )


def _count(view: str, tone: ui.Tone) -> rx.Component:
    label = rx.el.span(t(f"mappings.view_{view}"), " ", rx.el.span(State.store[view], class_name="pp-num"))
    return ui.badge(label, tone)


def _table() -> rx.Component:
    columns = [
        ui.Column(key="label", label=_by_kind("ours"), phone="title", grow=True, cell=_ours),
        ui.Column(key="count", label=t("mappings.count"), align="right", phone="end"),
        ui.Column(key="target", label=_by_kind("theirs"), phone="sub", grow=True, cell=_theirs),
        ui.Column(key="score", label="", align="right", cell=_score),
        ui.Column(key="actions", label="", align="right", phone="subend", cell=_actions),
    ]
    empty = rx.cond(
        State.chips.length() > 0,
        ui.no_hits(State.chips[0]["label"], State.clear_filters),
        rx.match(
            State.kind,
            *[
                (kind, ui.empty_state(t(f"mappings.empty_{kind}"), icon_name="circle-check"))
                for kind in KINDS
            ],
            rx.fragment(),
        ),
    )
    return ui.data_table(
        columns,
        State.rows,
        label=t("mappings.title"),
        loading=State.loading,
        comfortable=True,
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        empty=empty,
    )


def _ours(row: ui.Rows) -> rx.Component:
    required = rx.cond(row["is_required"] != "", ui.badge(t("mappings.required"), "wait"), rx.fragment())
    return rx.el.div(
        rx.el.span(row["label"], " ", required),
        rx.cond(row["where"] != "", rx.el.span(row["where"], class_name="pp-soft pp-tiny"), rx.fragment()),
        class_name="pp-lines pp-whole-names",
    )


def _theirs(row: ui.Rows) -> rx.Component:
    told = rx.el.div(
        rx.el.span(row["target"], class_name=rx.cond(row["view"] == "mapped", "pp-strong", "")),
        rx.el.span(row["why"], class_name="pp-soft pp-tiny"),
        class_name="pp-lines pp-whole-names",
    )
    return rx.cond(row["target"] != "", told, rx.el.span("–", class_name="pp-soft"))


def _score(row: ui.Rows) -> rx.Component:
    return rx.cond(row["score"] != "", ui.badge(row["score"], row["tone"].to(str)), rx.fragment())


def _actions(row: ui.Rows) -> rx.Component:
    one = row["id"].to(str)
    accept = ui.button(t("mappings.accept"), small=True, on_click=State.accept(one), data_enter="1")
    choose = ui.icon_button("search", t("mappings.choose"), on_click=State.ask_choose(one))
    buttons = rx.match(
        row["view"].to(str),
        ("suggested", rx.fragment(accept, choose)),
        ("open", ui.button(t("mappings.choose"), small=True, on_click=State.ask_choose(one))),
        rx.fragment(
            ui.icon_button("pencil", t("mappings.change"), on_click=State.ask_choose(one)),
            ui.icon_button("x", t("mappings.remove"), on_click=State.remove(one)),
        ),
    )
    return _writers(rx.el.div(buttons, class_name="pp-row pp-row-end"))


def _accept_dialog() -> rx.Component:
    def line(one: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.el.span(one["ours"], class_name="pp-strong"),
                rx.el.span(one["theirs"], class_name="pp-soft pp-tiny"),
                class_name="pp-lines",
            ),
            rx.el.span("% ", one["score"], class_name="pp-num pp-soft"),
            class_name="pp-row pp-between",
        )

    shares = [ui.Choice(value=one, label=f"% {one}") for one in ("50", "60", "70", "80", "90", "100")]
    chooser = rx.el.label(
        rx.el.span(t("mappings.share"), class_name="pp-num"),
        rx.el.select(
            ui.options(shares), value=State.share, on_change=State.set_share, class_name="pp-input pp-select"
        ),
        class_name="pp-row",
    )
    return ui.dialog(
        t("mappings.accept_many"),
        chooser,
        rx.cond(
            State.preview.length() > 0,
            rx.el.div(
                rx.el.ul(rx.foreach(State.preview, line), class_name="pp-todo"),
                rx.el.p(State.preview_more, class_name="pp-soft pp-small"),
            ),
            ui.empty_state(t("mappings.preview_empty"), icon_name="search-x"),
        ),
        is_open=State.accept_open,
        on_open_change=State.ask_accept,
        text=t("mappings.accept_text"),
        footer=[
            rx.cond(
                State.accept_label != "",
                ui.button(State.accept_label, kind="primary", on_click=State.accept_all),
                rx.fragment(),
            )
        ],
        wide=True,
    )


def _choose_dialog() -> rx.Component:
    def hit(one: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.span(
                    rx.el.span(one["name"], class_name="pp-strong"),
                    rx.el.span(one["path"], class_name="pp-soft pp-tiny"),
                    class_name="pp-lines",
                ),
                ui.icon("chevron-right", size=14),
                type="button",
                class_name="pp-row pp-between",
                on_click=State.choose(one["id"].to(str)),
            )
        )

    return ui.dialog(
        State.choose_title,
        ui.search_input(
            value=State.typed, on_change=State.set_typed, placeholder=t("mappings.target_search")
        ),
        rx.cond(
            State.hits.length() > 0,
            rx.el.ul(rx.foreach(State.hits, hit), class_name="pp-todo"),
            ui.empty_state(t("mappings.no_target"), icon_name="search-x"),
        ),
        is_open=State.choose_open,
        on_open_change=State.close_choose,
        text=rx.cond(State.kind == "attribute", t("mappings.fixed_help"), ""),
        wide=True,
    )


def _import_dialog() -> rx.Component:
    zone = rx.upload(
        rx.el.div(ui.icon("upload", size=20), rx.el.strong(t("mappings.import_drop")), class_name="pp-drop"),
        id=UPLOAD,
        multiple=False,
        accept={
            "text/csv": [".csv", ".tsv", ".txt"],
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
        },
        on_drop=Taking.upload(rx.upload_files(upload_id=UPLOAD)),
        on_drop_rejected=lambda _files: Taking.refuse(),
        width="100%",
        border="0",
        padding="0",
    )
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("mappings.import_drop")}
    columns = [
        ui.Column(key="row", label="", phone="end"),
        ui.Column(key="value", label=t("mappings.sheet_key"), phone="title", grow=True),
        ui.Column(key="cause", label=t("publishing.missing"), phone="sub"),
    ]
    return ui.dialog(
        t("mappings.import"),
        rx.cond(Taking.problem != "", ui.banner(Taking.problem, tone="bad"), rx.fragment()),
        rx.cond(Taking.result != "", ui.banner(Taking.result, tone="info"), rx.fragment()),
        rx.cond(
            Taking.errors.length() > 0,
            ui.data_table(columns, Taking.errors, label=t("mappings.import"), row_id="row"),
            rx.fragment(),
        ),
        zone,
        is_open=Taking.is_open,
        on_open_change=Taking.ask,
        text=t("mappings.import_text"),
        wide=True,
    )


PAGE = Page(
    route=routes.MAPPINGS,
    render=page,
    title="mappings.title",
    permission="channels.read",
    on_load=[LOAD, State.load],
    live={"mappings.changed": State.news, "repairs.changed": State.news, "channels.changed": LOAD},
)

"""What the screens of all lists share, put around what each says of itself."""

from collections.abc import Callable, Mapping, Sequence

import reflex as rx

from prapazar import components as ui
from prapazar.components import client
from prapazar.components.address import address
from prapazar.components.list_tools import key_help, layout_menu, list_filters, sort_choice, view_menu
from prapazar.pages.layout import may
from prapazar.states.list_views import SavedViews
from prapazar.states.lists import in_file

t = ui.t
State = type[SavedViews]


def list_page(
    state: State,
    columns: Sequence[ui.Column],
    *,
    header: ui.Child,
    label: ui.Text,
    search: ui.Text,
    filters: Sequence[ui.Child],
    href: Callable[[ui.Rows], ui.Text],
    empty: ui.Child,
    bulk: Sequence[ui.Child],
    new_label: ui.Text | None = None,
    nothing: Mapping[str, ui.Text] | None = None,
) -> list[ui.Child]:
    """Head, views, filters, rows, foot and the bulk bar, in the order of every list.

    `nothing`: by view, why it is empty and what would fill it.
    """
    return [
        header,
        address(state.address),
        rx.el.div(
            ui.view_tabs(
                state.views,
                active=rx.cond(state.saved_id != "", state.saved_id, state.view),
                on_change=state.show_view,
            ),
            rx.el.div(
                _view_menu(state), _layout_menu(state, columns), key_help(), class_name="pp-row pp-not-phone"
            ),
            class_name="pp-tabs-line",
        ),
        list_filters(
            *filters,
            search=ui.search_input(
                value=state.filters["search"], on_change=named(state, "search"), placeholder=search
            ),
            chips=state.chips,
            on_remove=state.remove_filter,
            on_clear=state.clear_filters,
            found=state.total_label,
            sorting=sort_choice(columns, value=state.sort, on_sort=state.sort_by),
        ),
        ui.data_table(
            columns,
            state.rows,
            label=label,
            href=href,
            loading=state.loading,
            sort=state.sort,
            on_sort=state.sort_by,
            selected=state.selected,
            on_select=state.select,
            on_clear=state.clear,
            empty=_empty(state, empty, nothing or {}),
            new_count=state.new_count,
            new_label=new_label,
            on_show_new=state.show_new,
            fresh=state.fresh,
            hidden=state.hidden,
            comfortable=state.comfortable,
        ),
        ui.pager(
            label=state.range_label,
            has_previous=state.page > 0,
            has_next=state.has_next,
            on_previous=state.previous_page,
            on_next=state.next_page,
        ),
        ui.bulk_bar(
            *bulk,
            count=state.selected.length(),
            on_clear=state.clear,
            total=state.total,
            total_label=state.total_label,
            every=state.every,
            on_select_all=state.select_all,
        ),
        _name_dialog(state),
    ]


def named(state: State, name: str) -> ui.Handler:
    """What a filter's control calls with its new value."""
    return lambda value: state.set_filter(name, value)


def choice(
    state: State, name: str, label: ui.Text, choices: Sequence[ui.Choice] | None = None
) -> rx.Component:
    """A filter with its choices, those of the state unless they are always the same."""
    known = choices if choices is not None else state.choices[name]
    return ui.filter_select(label, value=state.filters[name], choices=known, on_change=named(state, name))


def export_menu(path: str, query: rx.Var[str], of: tuple[str, State, Sequence[ui.Column]]) -> rx.Component:
    """`query`: the part of the address that says which rows. What is too long is written by a worker.

    `of`: the list as `states.lists.in_file` calls it, its state and its columns, which one may choose of.
    """
    return chosen_file_menu(f"{path}/export", query, of)


def chosen_file_menu(
    path: str, query: rx.Var[str], of: tuple[str, State | None, Sequence[ui.Column]]
) -> rx.Component:
    """Says which columns go, those the list shows or all there are, each in three forms.

    `of`: without a state where the list always shows the same ones.
    """
    what, state, columns = of
    hidden = rx.Var.create(state.hidden if state is not None else []).to(list[str])
    if state is not None:
        query = (query + "&expected=" + state.total.to_string()).to(str)
    known = [one for one in columns if one.fixed or one.key in in_file(what)]
    hideable = ",".join(one.key for one in known if not one.fixed)
    shown = client.text(f"'{hideable}'.split(',').filter((one) => !{{0}}.includes(one)).join(',')", hidden)
    names = rx.el.ul(
        *(
            rx.cond(hidden.contains(one.key), rx.fragment(), rx.el.li(one.label, class_name="pp-tag"))
            for one in known
        ),
        class_name="pp-export-columns",
    )
    return ui.popover(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        rx.el.p(t("lists.export_shown"), class_name="pp-strong"),
        names,
        _forms(path, query + "&columns=" + shown.to(str)),
        rx.el.p(t("lists.export_all"), class_name="pp-strong"),
        rx.el.p(t("lists.export_all_text"), class_name="pp-soft pp-small"),
        _forms(path, query),
        label=t("words.export"),
        trigger_class="pp-button pp-button-secondary pp-export",
        align="end",
    )


def _forms(path: str, query: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        *(
            ui.link_button(t(f"lists.form_{form}"), href=f"{path}.{form}?" + query, small=True, external=True)
            for form in ("csv", "xlsx", "pdf")
        ),
        class_name="pp-row",
    )


def asked(**values: rx.Var[str]) -> rx.Var[str]:
    """Filters of a list that keeps none in its address, as an export's address says them."""
    names = ", ".join(f"{name}: {{{place}}}" for place, name in enumerate(values))
    return client.text(f"new URLSearchParams({{{names}}})", *values.values()).to(str)


def chosen(state: State) -> rx.Var[str]:
    """The selection as the address of an export names it."""
    ids = state.selected.to(list[str])
    return rx.cond(state.every, state.address, "ids=" + ids.join(",")).to(str)


def chosen_count(state: State) -> rx.Var[str]:
    return rx.cond(state.every, state.total_label, state.selected.length().to_string()).to(str)


def picture(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"].to(str), alt="", class_name="pp-thumb pp-thumb-small", loading="lazy"),
        rx.el.span(class_name="pp-thumb pp-thumb-small"),
    )


def _empty(state: State, otherwise: ui.Child, nothing: Mapping[str, ui.Text]) -> rx.Component:
    sentence = (
        rx.match(state.view, *nothing.items(), t("lists.empty_view")) if nothing else t("lists.empty_view")
    )
    elsewhere = ui.empty_state(
        sentence,
        action=ui.button(t("lists.show_all"), on_click=state.show_view("all")),
        icon_name="circle-check",
    )
    return rx.cond(
        state.chips.length() > 0,
        ui.no_hits(state.drop["label"], state.remove_filter(state.drop["key"]), state.clear_filters),
        rx.cond(state.view == "all", otherwise, elsewhere),
    )


def _view_menu(state: State) -> rx.Component:
    return view_menu(
        mark=state.saved_mark,
        is_changed=state.is_changed,
        can_save=state.address != "",
        may_share=may("settings.write"),
        on_name=state.ask_name,
        on_update=state.update_view,
        on_share=state.share_view,
        on_delete=state.delete_view,
    )


def _layout_menu(state: State, columns: Sequence[ui.Column]) -> rx.Component:
    return layout_menu(
        columns,
        hidden=state.hidden,
        comfortable=state.comfortable,
        on_column=state.show_column,
        on_comfortable=state.set_comfortable,
    )


def _name_dialog(state: State) -> rx.Component:
    return ui.dialog(
        rx.cond(state.naming == "rename", t("lists.rename_view"), t("lists.save_view")),
        rx.form(
            ui.text_input(
                "name", t("lists.view_name"), error=state.name_fault, max_length=60, auto_focus=True
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=state.name_view,
            class_name="pp-stack",
        ),
        is_open=state.naming != "",
        on_open_change=state.close_name,
    )

"""The steps in which a spreadsheet is read, alike wherever one comes in: drop it, name its columns, look, start."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from prapazar import components as ui

t = ui.t
_KINDS = {
    "text/csv": [".csv", ".tsv", ".txt"],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
}
State = Any
"""A state with `upload`, `refuse`, `mapping`, `fields`, `look`, `back`, `preview`, `counts`, `start` and their kin."""


def drop_zone(state: State, upload_id: str, label: rx.Var[str], *help_text: rx.Component) -> rx.Component:
    zone = rx.upload(
        rx.el.div(
            ui.icon("upload", size=20),
            rx.el.strong(label),
            *help_text,
            rx.cond(state.busy, rx.el.p(t("imports.reading"), role="status"), rx.fragment()),
            class_name="pp-drop",
        ),
        id=upload_id,
        multiple=False,
        accept=_KINDS,
        on_drop=state.upload(rx.upload_files(upload_id=upload_id)),
        on_drop_rejected=lambda _files: state.refuse(),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": label}
    return zone


def columns_step(state: State) -> rx.Component:
    columns = [
        ui.Column(key="heading", label=t("imports.column"), phone="title", grow=True),
        ui.Column(key="field", label=t("imports.field"), phone="end", cell=lambda row: _field(state, row)),
    ]
    return rx.el.div(
        rx.el.p(state.source, class_name="pp-strong"),
        ui.data_table(
            columns, state.mapping, label=t("imports.step_columns"), row_id="heading", comfortable=True
        ),
        _foot(state, ui.button(t("imports.look"), kind="primary", on_click=state.look)),
        class_name="pp-stack",
    )


def preview_step(state: State, columns: Sequence[ui.Column]) -> rx.Component:
    """`columns` are what is shown of a row beside its number and what becomes of it."""
    shown = [
        ui.Column(key="row", label=t("imports.row"), align="right"),
        ui.Column(
            key="outcome",
            label=t("imports.outcome"),
            phone="end",
            cell=lambda row: ui.badge(row["outcome"], row["tone"]),
        ),
        *columns,
    ]
    start = ui.button(state.start_label, kind="primary", on_click=state.start, disabled=~state.can_start)
    return rx.el.div(
        rx.el.div(
            rx.foreach(state.counts, lambda one: ui.badge(f"{one['label']} {one['count']}", one["tone"])),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(state.preview_note, class_name="pp-soft pp-small"),
            class_name="pp-row pp-row-wrap pp-spread",
        ),
        ui.data_table(shown, state.preview, label=t("imports.step_preview")),
        _foot(state, start),
        class_name="pp-stack",
    )


def _field(state: State, row: ui.Rows) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("imports.skip"), value=""),
        ui.options(state.fields),
        value=row["field"],
        on_change=lambda value: state.map_column(row["heading"].to(str), value),
        aria_label=row["heading"],
        class_name="pp-input pp-select",
    )


def _foot(state: State, primary: rx.Component) -> rx.Component:
    return rx.el.div(
        ui.button(t("words.back"), on_click=state.back),
        rx.el.span(class_name="pp-grow"),
        primary,
        class_name="pp-row",
    )

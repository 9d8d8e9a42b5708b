"""The field of a scanner, over assets/js/scan_field.js: it listens always, sounds, flashes and prints."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Handler, Rows, Text
from prapazar.components.language import t


def _code(code: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (code,)


class ScanField(rx.Component):
    """`answer`: {k, tone}; each new `k` sounds `good`, `bad` or `done` once."""

    library = "$/public/js/scan_field.js"
    tag = "PpScanField"
    lib_dependencies: list[str] = ["@zxing/browser@0.2.1", "@zxing/library@0.23.0"]

    answer: rx.Var[dict[str, str]]
    label: rx.Var[str]
    """Address of the PDF to show and print; "" for none."""
    picture: rx.Var[str]
    """Address of the same as a picture, for those who do not print at once."""
    words: rx.Var[dict[str, str]]
    on_scan: rx.EventHandler[_code]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]
    on_aside: rx.EventHandler[rx.event.no_args_event_spec]
    on_next: rx.EventHandler[rx.event.no_args_event_spec]
    on_help: rx.EventHandler[rx.event.no_args_event_spec]


def scan_field(
    placeholder: Text,
    *,
    answer: Rows,
    on_scan: Handler,
    label: Text = "",
    picture: Text = "",
    prints: bool = False,
    **handlers: Any,  # noqa: ANN401 - handlers by name
) -> rx.Component:
    """`on_scan(code: str)`; further `on_undo`, `on_aside`, `on_next`, `on_help`. `prints`: offers to print `label`."""
    words: dict[str, Any] = {
        "placeholder": placeholder,
        "camera": t("packing.camera"),
        "camera_off": t("packing.camera_off"),
        "no_camera": t("packing.no_camera"),
        "label": t("packing.label"),
        "print": t("packing.print_by_itself") if prints else "",
    }
    return ScanField.create(
        answer=answer, label=label, picture=picture, words=rx.Var.create(words), on_scan=on_scan, **handlers
    )

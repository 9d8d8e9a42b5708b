"""Form fields: label above, help beneath, the error by the field in words that say what to do."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Rows, Text
from prapazar.components.language import t
from prapazar.components.lists import Choice, options


def field(
    name: str,
    label: Text,
    control: Child,
    *,
    help_text: Text | None = None,
    error: Text | None = None,
    optional: bool = False,
) -> rx.Component:
    """Around any control whose id is `f-<name>`. `error`: a state var, "" when right."""
    return rx.el.div(
        rx.el.label(
            label,
            rx.el.span(t("words.optional"), class_name="pp-faint pp-tiny") if optional else rx.fragment(),
            html_for=f"f-{name}",
        ),
        control,
        *([rx.el.p(help_text, id=f"h-{name}", class_name="pp-help")] if help_text is not None else []),
        *([_error(name, error)] if error is not None else []),
        class_name="pp-field",
    )


def text_input(
    name: str,
    label: Text,
    *,
    help_text: Text | None = None,
    error: Text | None = None,
    optional: bool = False,
    suffix: Text | None = None,
    numeric: bool = False,
    **attributes: Any,  # noqa: ANN401 - html attributes of the input
) -> rx.Component:
    """Uncontrolled: pass `default_value`; the form sends the text. `suffix` is a unit such as TL."""
    box = rx.el.input(
        **_wiring(name, help_text, error),
        class_name="pp-input pp-num-input" if numeric else "pp-input",
        **({"input_mode": "decimal"} if numeric else {}),
        **({"type": "text"} | attributes),
    )
    control = box if suffix is None else rx.el.div(box, rx.el.span(suffix), class_name="pp-suffixed")
    return field(name, label, control, help_text=help_text, error=error, optional=optional)


def textarea(
    name: str,
    label: Text,
    *,
    help_text: Text | None = None,
    error: Text | None = None,
    optional: bool = False,
    rows: int = 4,
    **attributes: Any,  # noqa: ANN401 - html attributes of the textarea
) -> rx.Component:
    box = rx.el.textarea(
        **_wiring(name, help_text, error), rows=str(rows), class_name="pp-input pp-textarea", **attributes
    )
    return field(name, label, box, help_text=help_text, error=error, optional=optional)


def select(
    name: str,
    label: Text,
    choices: Sequence[Choice] | Rows,
    *,
    help_text: Text | None = None,
    error: Text | None = None,
    optional: bool = False,
    **attributes: Any,  # noqa: ANN401 - html attributes of the select
) -> rx.Component:
    """The system's own list: quick on phones, right for readers. `choices`: Choices or a var of {value, label}."""
    box = rx.el.select(
        options(choices), **_wiring(name, help_text, error), class_name="pp-input pp-select", **attributes
    )
    return field(name, label, box, help_text=help_text, error=error, optional=optional)


def checkbox(
    name: str,
    label: Text,
    *,
    help_text: Text | None = None,
    **attributes: Any,  # noqa: ANN401 - html attributes of the input
) -> rx.Component:
    """Yes or no that takes effect on save."""
    return _choice_line("pp-checkbox", name, label, help_text, attributes)


def switch(
    name: str,
    label: Text,
    *,
    checked: Flag,
    on_change: Handler,
    help_text: Text | None = None,
    **attributes: Any,  # noqa: ANN401 - html attributes of the input
) -> rx.Component:
    """On or off that takes effect at once; `on_change(checked)`."""
    wired = {"checked": checked, "on_change": on_change, "role": "switch", **attributes}
    return _choice_line("pp-switch", name, label, help_text, wired)


def secret_input(
    name: str,
    label: Text,
    *,
    is_set: Flag = False,
    help_text: Text | None = None,
    error: Text | None = None,
    **attributes: Any,  # noqa: ANN401 - html attributes of the input
) -> rx.Component:
    """Written, never read back: shows only whether one is kept."""
    placeholder = rx.cond(is_set, t("forms.secret_kept"), "") if is_set is not False else ""
    box = rx.el.input(
        **_wiring(name, help_text, error),
        type="password",
        auto_complete="off",
        spell_check=False,
        placeholder=placeholder,
        class_name="pp-input pp-mono",
        **attributes,
    )
    return field(name, label, box, help_text=help_text, error=error)


def checkboxes(
    legend: Text, choices: Rows, chosen: rx.Var[list[str]], *, on_choose: Handler, help_text: Text
) -> rx.Component:
    """`choices` are {value, label}; `on_choose(value, is_chosen)`."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="pp-small"),
        rx.el.div(
            rx.foreach(
                choices,
                lambda one: rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        class_name="pp-checkbox",
                        checked=chosen.contains(one["value"]),
                        on_change=lambda checked: on_choose(one["value"], checked),
                    ),
                    rx.el.span(one["label"], class_name="pp-choice-text"),
                    class_name="pp-choice",
                    key=one["value"],
                ),
            ),
            class_name="pp-choice-grid",
        ),
        rx.el.p(help_text, class_name="pp-help"),
        class_name="pp-fieldset",
    )


def _choice_line(
    kind: str, name: str, label: Text, help_text: Text | None, attributes: dict[str, Any]
) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", id=f"f-{name}", name=name, class_name=kind, **attributes),
        rx.el.span(
            rx.el.span(label),
            *([rx.el.span(help_text, class_name="pp-help")] if help_text is not None else []),
            class_name="pp-choice-text",
        ),
        class_name="pp-choice",
    )


def _wiring(name: str, help_text: Text | None, error: Text | None) -> dict[str, Any]:
    said = " ".join(
        [*([f"h-{name}"] if help_text is not None else []), *([f"e-{name}"] if error is not None else [])]
    )
    wired: dict[str, Any] = {"id": f"f-{name}", "name": name}
    if said:
        wired["aria_describedby"] = said
    if error is not None:
        wired["aria_invalid"] = rx.Var.create(error).to(str) != ""
    return wired


def _error(name: str, error: Text) -> rx.Component:
    shown = rx.el.p(
        icon("circle-alert", size=14), rx.el.span(error), id=f"e-{name}", role="alert", class_name="pp-error"
    )
    return rx.cond(rx.Var.create(error).to(str) != "", shown, rx.fragment())

"""What stands beside a ticket: its promises, facts, customer, what it is about, files, and others like it."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.ticket_desk import deadline
from prapazar.foundation import routes
from prapazar.pages import record_tasks
from prapazar.pages.layout import may
from prapazar.states.ticket import TicketState as State

t = ui.t
UPLOAD = "ticket-files"
MOST_BYTES = 10_000_000
"""As domain.files keeps at most; the server asks again."""


def aside() -> rx.Component:
    return rx.fragment(
        ui.card(t("tickets.sla"), rx.el.dl(rx.foreach(State.promises, _promise), class_name="pp-facts")),
        ui.card(t("tickets.facts"), _facts()),
        ui.card(t("tickets.about_customer"), _customer(), action=_to_customer()),
        record_tasks.open_tasks(),
        _about(),
        rx.cond(State.alike.length() > 0, _alike(), rx.fragment()),
        rx.cond(State.merged.length() > 0, _merged(), rx.fragment()),
        rx.cond(may("tickets.write"), ui.card(t("tickets.files"), _upload()), rx.fragment()),
    )


def _promise(row: ui.Rows) -> rx.Component:
    value = rx.cond(
        row["due"] != "",
        deadline(row["due"], title=row["due_full"]),
        rx.el.span(ui.badge(row["said"], row["tone"]), data_clock="stands"),
    )
    return rx.el.div(
        rx.el.dt(row["name"]), rx.el.dd(value, data_promise=row["key"]), class_name="pp-fact", key=row["key"]
    )


def _facts() -> rx.Component:
    def choice(label: str, value: str, choices: ui.Rows, change: ui.Handler) -> rx.Component:
        name = f"fact-{label}"
        return rx.el.div(
            rx.el.label(t(f"tickets.{label}"), html_for=name, class_name="pp-soft pp-small"),
            rx.el.select(
                ui.options(choices),
                id=name,
                value=State.ticket[value],
                on_change=change,
                disabled=~may("tickets.write"),
                class_name="pp-input pp-select",
            ),
            class_name="pp-ticket-fact",
        )

    tags = rx.el.div(
        rx.el.label(t("tickets.tags"), html_for="fact-tags", class_name="pp-soft pp-small"),
        rx.el.input(
            id="fact-tags",
            default_value=State.ticket["tags"],
            key=State.ticket["tags"],
            on_blur=State.set_tags,
            placeholder=t("tickets.tags_help"),
            max_length=300,
            auto_complete="off",
            disabled=~may("tickets.write"),
            class_name="pp-input",
        ),
        class_name="pp-ticket-fact",
    )
    return rx.el.div(
        choice("assignee", "assignee_id", State.members, State.assign),
        choice("priority", "priority_code", State.priorities, State.set_priority),
        choice("reason", "reason_code", State.reasons, State.set_reason),
        tags,
        rx.el.p(
            State.ticket["origin"],
            " · ",
            rx.el.time(State.ticket["created_at"], title=State.ticket["created_full"]),
            class_name="pp-faint pp-small",
        ),
        class_name="pp-stack",
    )


def _customer() -> rx.Component:
    return rx.fragment(
        _fact("tickets.name", State.ticket["customer"]),
        _fact("tickets.email", State.ticket["email"]),
        _fact("tickets.phone", State.ticket["phone"]),
        _fact("tickets.place", State.customer["place"]),
        _fact("tickets.orders_count", State.customer["orders"]),
        _fact("tickets.spent", State.customer["spent"]),
        _fact("tickets.last_order", State.customer["last"]),
    )


def _to_customer() -> rx.Component:
    return rx.cond(
        State.customer["href"] != "",
        ui.link_button(t("tickets.to_customer"), href=State.customer["href"], small=True),
        rx.fragment(),
    )


def _fact(label: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", ui.key_values((t(label), rx.el.span(value))), rx.fragment())


def _about() -> rx.Component:
    order = rx.cond(
        (State.ticket["order_id"] != "") & may("orders.read"),
        ui.key_values(
            (
                t("tickets.about_order"),
                ui.link(State.ticket["order"], href=f"{routes.ORDERS}/" + State.ticket["order_id"].to(str)),
            )
        ),
        rx.fragment(),
    )
    claim = rx.cond(
        (State.ticket["claim_id"] != "") & may("claims.read"),
        ui.link(t("tickets.open_claim"), href=f"{routes.RETURNS}/" + State.ticket["claim_id"].to(str)),
        rx.fragment(),
    )
    question = rx.cond(
        (State.ticket["question_id"] != "") & may("messages.read"),
        ui.link(
            t("tickets.open_question"), href=f"{routes.INBOX}?question=" + State.ticket["question_id"].to(str)
        ),
        rx.fragment(),
    )
    channel = rx.cond(
        State.ticket["connector"] != "",
        ui.key_values(
            (t("tickets.channel"), ui.channel_mark(State.ticket["connector"], name=State.ticket["channel"]))
        ),
        rx.fragment(),
    )
    is_any = (
        (State.ticket["order_id"] != "")
        | (State.ticket["claim_id"] != "")
        | (State.ticket["question_id"] != "")
    )
    return rx.cond(is_any, ui.card(t("tickets.about_order"), order, channel, claim, question), rx.fragment())


def _alike() -> rx.Component:
    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                ui.link(row["number"], href=f"{routes.TICKETS}/" + row["id"].to(str)),
                rx.el.span(row["subject"], class_name="pp-soft pp-small pp-cut"),
                class_name="pp-lines pp-grow",
            ),
            rx.cond(
                may("tickets.write"),
                ui.button(t("tickets.merge"), small=True, on_click=State.ask_merge(row["id"])),
                rx.fragment(),
            ),
            class_name="pp-row",
            key=row["id"],
        )

    return ui.card(t("tickets.alike"), rx.el.ul(rx.foreach(State.alike, one), class_name="pp-todo"))


def _merged() -> rx.Component:
    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(row["number"], class_name="pp-num"),
            rx.el.span(row["subject"], class_name="pp-soft pp-small pp-cut pp-grow"),
            rx.cond(
                may("tickets.write"),
                ui.button(t("tickets.unmerge"), small=True, on_click=State.unmerge(row["id"])),
                rx.fragment(),
            ),
            class_name="pp-row",
            key=row["id"],
        )

    return ui.card(t("tickets.merged"), rx.el.ul(rx.foreach(State.merged, one), class_name="pp-todo"))


def _upload() -> rx.Component:
    zone = rx.upload(
        rx.el.div(
            ui.icon("upload", size=20),
            rx.el.strong(t("tickets.drop_file")),
            rx.el.span(t("tickets.drop_kinds"), class_name="pp-soft pp-small"),
            class_name="pp-drop",
        ),
        id=UPLOAD,
        multiple=True,
        max_size=MOST_BYTES,
        on_drop=State.upload(rx.upload_files(upload_id=UPLOAD)),
        on_drop_rejected=lambda _files: State.refuse(),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("tickets.drop_file")}
    return zone

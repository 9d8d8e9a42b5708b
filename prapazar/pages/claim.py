"""One claim: lines, evidence, timeline; decide, receive, inspect, refund."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.claim_goods import goods, inspect_form
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.claim import ClaimState as State

t = ui.t
UPLOAD = "evidence"


def page() -> rx.Component:
    nothing = ui.empty_state(
        t("claims.not_found"),
        action=ui.link_button(t("claims.title"), href=routes.RETURNS),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, nothing, rx.cond(State.loading, ui.skeleton_page(), _claim())),
        active=routes.RETURNS,
    )


def _claim() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.claim["order"]),
        ui.page_header(
            State.claim["order"],
            status=rx.el.span(
                ui.badge(State.claim["status"], State.claim["tone"]),
                rx.cond(
                    State.claim["due"] != "",
                    ui.badge(State.claim["due"], State.claim["due_tone"]),
                    rx.fragment(),
                ),
                class_name="pp-row",
            ),
            back=(t("claims.title"), routes.RETURNS),
            actions=[_more()],
            primary=_decide(),
        ),
        _banners(),
        ui.two_columns(_left(), _right()),
        _dialogs(),
    )


def _decide() -> rx.Component:
    label = rx.cond(State.chosen.length() > 0, t("claims.approve_lines"), t("claims.approve"))
    buttons = rx.el.span(
        ui.button(t("claims.reject"), kind="danger", on_click=State.ask_reject(True)),
        ui.button(label, kind="primary", on_click=State.ask_approve(True)),
        class_name="pp-row",
    )
    return rx.cond((State.claim["decidable"] != "") & may("claims.approve"), buttons, rx.fragment())


def _more() -> rx.Component:
    """In a menu: beside the decision they do not fit into a line."""
    on_paper = (State.claim["order_id"] != "") & may("invoices.write")
    receivable = (State.claim["receivable"] != "") & may("claims.write")
    refundable = may("claims.approve") & (State.claim["left"] != "")
    menu = ui.dropdown_menu(
        [rx.el.span(t("words.more")), ui.icon("chevron-down")],
        ui.MenuEntry(
            label=t("claims.make_return"),
            icon_name="file-text",
            on_click=State.draft_return("return"),
            when=on_paper,
        ),
        ui.MenuEntry(
            label=t("claims.make_credit_note"),
            icon_name="receipt-text",
            on_click=State.draft_return("credit_note"),
            when=on_paper,
        ),
        ui.MenuEntry(
            label=t("customers.new_ticket"),
            icon_name="life-buoy",
            href=rx.Var.create(f"{routes.NEW_TICKET}?claim=") + State.claim["id"].to(str),
            when=may("tickets.write"),
        ),
        ui.MenuEntry(
            label=t("claims.refund"),
            icon_name="banknote",
            on_click=State.ask_refund(True),
            when=refundable,
        ),
        ui.MenuEntry(
            label=t("claims.close"),
            icon_name="package-x",
            on_click=State.close(True),
            when=receivable & (State.claim["closed"] == ""),
        ),
        ui.MenuEntry(
            label=t("claims.reopen"),
            icon_name="package-open",
            on_click=State.close(False),
            when=receivable & (State.claim["closed"] != ""),
        ),
        label=t("words.more"),
        trigger_class="pp-button pp-button-secondary",
    )
    return rx.cond(on_paper | receivable | refundable | may("tickets.write"), menu, rx.fragment())


def _banners() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.claim["refused"] != "",
            ui.banner(
                t("claims.refused_title"),
                t("claims.refused_text", detail=State.claim["refused"]),
                tone="bad",
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.claim["in_the_panel"] != "",
            ui.banner(t("claims.in_the_panel"), tone="info"),
            rx.fragment(),
        ),
    )


def _left() -> rx.Component:
    return rx.fragment(
        ui.card(t("claims.lines"), rx.foreach(State.lines, _line)),
        goods(),
        ui.card(t("claims.evidence"), _evidence()),
        ui.card(t("claims.timeline"), _note_form(), ui.timeline(State.events)),
    )


def _line(row: ui.Rows) -> rx.Component:
    box = rx.el.input(
        type="checkbox",
        class_name="pp-checkbox",
        aria_label=row["title"],
        checked=State.chosen.contains(row["id"]),
        on_change=lambda is_on: State.choose(row["id"], is_on),
    )
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb", loading="lazy"),
        rx.el.span(class_name="pp-thumb"),
    )
    name = rx.cond(
        row["product_id"] != "",
        ui.link(row["title"], href=f"{routes.PRODUCTS}/" + row["product_id"].to(str)),
        rx.el.span(row["title"]),
    )
    said = rx.el.div(
        name,
        rx.el.span(row["quantity"], " × ", row["codes"], class_name="pp-soft pp-tiny pp-num"),
        rx.el.span(row["reason"], class_name="pp-small"),
        rx.cond(row["note"] != "", rx.el.q(row["note"], class_name="pp-soft pp-small"), rx.fragment()),
        class_name="pp-lines pp-whole-names pp-grow",
    )
    state = rx.el.div(
        ui.badge(row["status"], row["tone"]),
        rx.el.span(row["amount"], class_name="pp-num"),
        rx.el.span(row["received"], class_name="pp-soft pp-tiny pp-num"),
        rx.cond(
            row["inspected"] != "",
            rx.el.span(row["inspected"], class_name="pp-soft pp-tiny pp-num"),
            rx.fragment(),
        ),
        class_name="pp-lines pp-claim-state",
    )
    decidable = (row["decidable"] != "") & (State.lines.length() > 1) & may("claims.approve")
    return rx.el.div(
        rx.el.div(rx.cond(decidable, box, rx.fragment()), picture, said, state, class_name="pp-row"),
        rx.cond((row["to_inspect"] != "") & may("claims.write"), inspect_form(row), rx.fragment()),
        class_name="pp-claim-line",
        key=row["id"],
    )


def _evidence() -> rx.Component:
    zone = rx.upload(
        rx.el.div(ui.icon("upload", size=20), rx.el.strong(t("claims.evidence_drop")), class_name="pp-drop"),
        id=UPLOAD,
        multiple=True,
        accept={"image/png": [".png"], "image/jpeg": [".jpg", ".jpeg"], "application/pdf": [".pdf"]},
        on_drop=State.upload(rx.upload_files(upload_id=UPLOAD)),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("claims.evidence_drop")}
    return rx.fragment(
        rx.cond(
            State.files.length() > 0,
            rx.el.ul(rx.foreach(State.files, _file), class_name="pp-evidence"),
            rx.el.p(t("claims.evidence_none"), class_name="pp-soft pp-small"),
        ),
        rx.cond(
            State.claim["is_manual"] == "",
            rx.el.p(State.evidence_rule, class_name="pp-soft pp-small"),
            rx.fragment(),
        ),
        rx.cond(may("claims.write"), zone, rx.fragment()),
    )


def _going() -> rx.Component:
    """In the dialog, so that nobody rejects without what the channel wants."""
    return rx.el.div(
        rx.el.p(State.evidence_rule),
        rx.cond(State.going != "", rx.el.p(State.going, class_name="pp-strong"), rx.fragment()),
        class_name="pp-soft pp-small pp-stack pp-stack-tight",
    )


def _file(row: ui.Rows) -> rx.Component:
    href = "/api/claims/" + State.claim["id"].to(str) + "/files/" + row["id"].to(str)
    picture = rx.cond(
        row["is_picture"] != "",
        rx.el.img(src=href, alt=row["name"], loading="lazy"),
        ui.icon("file-text", size=28),
    )
    remove = ui.icon_button("x", t("words.delete"), on_click=State.remove_file(row["id"]))
    return rx.el.li(
        rx.el.a(picture, rx.el.span(row["name"], class_name="pp-tiny"), href=href, target="_blank"),
        rx.cond(row["goes"] != "", ui.badge(t("claims.evidence_goes"), "info"), rx.fragment()),
        rx.cond(may("claims.write"), remove, rx.fragment()),
        key=row["id"],
    )


def _note_form() -> rx.Component:
    form = ui.note_form(t("claims.add_note"), version=State.version.to_string(), on_submit=State.add_note)
    return rx.cond(may("claims.write"), form, rx.fragment())


def _right() -> rx.Component:
    def only(key: str, label: str, value: rx.Component | None = None) -> rx.Component:
        shown = rx.el.span(State.claim[key], class_name="pp-num") if value is None else value
        return rx.cond(State.claim[key] != "", ui.key_values((t(label), shown)), rx.fragment())

    order = rx.cond(
        State.claim["order_id"] != "",
        ui.link(State.claim["order"], href=f"{routes.ORDERS}/" + State.claim["order_id"].to(str)),
        ui.copyable(State.claim["order"]),
    )
    return ui.card(
        t("claims.facts"),
        ui.key_values(
            (t("claims.order"), order),
            (t("claims.channel"), ui.channel_mark(State.claim["connector"], name=State.claim["channel"])),
            (t("claims.kind"), rx.el.span(State.claim["kind"])),
            (t("claims.buyer"), rx.el.span(State.claim["buyer"])),
            (
                t("claims.date"),
                rx.el.span(State.claim["at"], title=State.claim["at_full"], class_name="pp-num"),
            ),
        ),
        only("amount", "claims.amount"),
        only("refunded", "claims.refunded"),
        only("due_full", "claims.due"),
        only("tracking", "claims.tracking", ui.copyable(State.claim["tracking"])),
        only("provider_status", "claims.provider_status"),
        only("note", "claims.note"),
        only("number", "claims.number", ui.copyable(State.claim["number"])),
    )


def _dialogs() -> rx.Component:
    return rx.fragment(
        ui.confirm_dialog(
            t("claims.approve"),
            t("claims.approve_text"),
            confirm=t("claims.approve"),
            is_open=State.approve_open,
            on_open_change=State.ask_approve,
            on_confirm=State.approve,
        ),
        ui.dialog(
            t("claims.reject_title"),
            rx.form(
                rx.cond(State.fault != "", ui.banner(State.fault, tone="bad"), rx.fragment()),
                rx.cond(
                    State.claim["is_manual"] == "",
                    ui.select("reason", t("claims.channel_reason"), State.reasons, required=True),
                    rx.fragment(),
                ),
                ui.textarea("note", t("claims.note"), help_text=t("claims.note_help")),
                rx.cond(State.claim["is_manual"] == "", _going(), rx.fragment()),
                rx.el.div(
                    ui.button(t("claims.reject"), kind="danger", submit=True),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=State.reject,
                class_name="pp-form",
            ),
            text=rx.cond(
                State.claim["is_manual"] == "", t("claims.reject_text"), t("claims.reject_text_hand")
            ),
            is_open=State.reject_open,
            on_open_change=State.ask_reject,
        ),
        ui.dialog(
            t("claims.refund"),
            rx.form(
                ui.text_input(
                    "amount",
                    t("claims.amount"),
                    default_value=State.claim["left"],
                    numeric=True,
                    error=State.fault,
                ),
                rx.cond(
                    State.ways.length() > 1,
                    ui.select("way", t("claims.way"), State.ways),
                    rx.fragment(),
                ),
                ui.text_input("note", t("claims.note"), optional=True),
                rx.el.div(
                    ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
                ),
                on_submit=State.refund,
                class_name="pp-form",
            ),
            text=t("claims.refund_text"),
            is_open=State.refund_open,
            on_open_change=State.ask_refund,
        ),
    )


PAGE = Page(
    route=routes.CLAIM,
    render=page,
    title="claims.one",
    permission="claims.read",
    on_load=[State.load],
    live={"claims.imported": State.news, "claims.changed": State.news},
)

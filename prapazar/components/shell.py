"""The frame: sidebar, top bar, and the bottom bar of phones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from prapazar.components import client, theme
from prapazar.components.badges import counter
from prapazar.components.buttons import icon_button, link
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Handler, Rows, Text
from prapazar.components.language import LOCALE, t
from prapazar.components.overlays import SEPARATOR, MenuEntry, dropdown_menu
from prapazar.components.page_bridge import page_bridge
from prapazar.components.palette import Place, palette
from prapazar.components.radix import MenuItem

MORE = "pp-more"
_UNSAID = rx.Var("undefined")
"""An attribute that is not written at all."""
THEMES = (("light", "sun"), ("dark", "moon"), ("system", "monitor"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A place in the sidebar. `count` is shown where somebody must act; `group` draws a gap between groups."""

    label: Text
    href: str
    icon_name: str
    group: int = 0
    shown: rx.Var[bool] | None = None
    count: rx.Var[int] | None = None
    on_phone: bool = False
    """One of the four places of the bottom bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is logged in, where, and what they may switch."""

    name: Text
    email: Text
    merchant: Text
    merchants: Rows
    """Var of {id, name, current}; current is "1" for the active one."""
    on_merchant: Handler
    """`on_merchant(merchant_id)`."""
    on_locale: Handler
    """`on_locale("tr" | "en")`."""
    menu: Sequence[MenuEntry | str] = field(default_factory=tuple)
    """Profile, log-out."""
    photo: Text = ""
    """Address of their picture; "" where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the palette knows and whom it asks."""

    places: Sequence[Place]
    hits: Rows | None = None
    on_query: Handler = None
    on_action: Handler = None


def shell(
    *content: Child, side: Child, top: Child, foot: Child, find: Child, notice: Child | None = None
) -> rx.Component:
    """A whole screen, of `sidebar`, `top_bar`, `bottom_bar` and `finder`; `notice` stands above whatever is shown."""
    return rx.fragment(
        page_bridge(lang=LOCALE),
        rx.el.a(t("frame.skip"), href="#pp-main", class_name="pp-skip"),
        rx.el.div(
            side,
            rx.el.div(
                top,
                *([notice] if notice is not None else []),
                rx.el.main(*content, id="pp-main", class_name="pp-page", tab_index=-1, **loading()),
                class_name="pp-body",
            ),
            class_name="pp-shell",
        ),
        foot,
        find,
    )


def loading() -> dict[str, rx.Var[str]]:
    """What the main part of a page says of itself: whether its loading is still under way, and of which path."""
    return {
        "aria_busy": rx.cond(rx.State.is_hydrated, "false", "true"),
        "data_path": rx.State.router.url.path,
    }


def bell(unread: rx.Var[int], *, href: str) -> rx.Component:
    return link(
        icon("bell"),
        rx.cond(unread > 0, rx.el.span(class_name="pp-bell-dot"), rx.fragment()),
        rx.el.span(t("frame.unread", count=unread), class_name="pp-hidden"),
        href=href,
        plain=True,
        class_name="pp-icon-button",
    )


def brand(*, words: bool = True) -> rx.Component:
    """The mark, and the name beside it."""
    return rx.el.span(
        rx.el.svg(
            rx.el.rect(x="0", y="0", width="24", height="24", rx="5", fill="var(--accent)"),
            rx.el.path(
                d="M7 18V6.5h6a3.75 3.75 0 0 1 0 7.5H7",
                fill="none",
                stroke="#fff",
                stroke_width="2.4",
                stroke_linejoin="round",
                stroke_linecap="round",
            ),
            view_box="0 0 24 24",
            width="22",
            height="22",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.span("PraPazar") if words else rx.fragment(),
        class_name="pp-brand",
    )


def locale_menu(on_locale: Handler) -> rx.Component:
    return dropdown_menu(
        [rx.el.span(rx.cond(LOCALE == "en", "EN", "TR"), class_name="pp-lang")],
        MenuEntry(label=t("frame.turkish"), checked=LOCALE != "en", on_click=on_locale("tr")),
        MenuEntry(label=t("frame.english"), checked=LOCALE == "en", on_click=on_locale("en")),
        label=t("frame.language"),
    )


def theme_menu() -> rx.Component:
    return dropdown_menu(
        [icon("sun-moon")],
        *(
            MenuEntry(
                label=t(f"frame.{name}"),
                icon_name=sign,
                checked=theme.chosen(name),
                on_click=theme.choose(name),
            )
            for name, sign in THEMES
        ),
        label=t("frame.theme"),
    )


def sidebar(items: Sequence[NavItem], active: Text) -> rx.Component:
    """`active`: the path of the place one is in."""
    groups = sorted({item.group for item in items})
    return rx.el.aside(
        rx.el.div(
            link(brand(), href="/", plain=True, class_name="pp-brand-link"),
            icon_button("panel-left", t("frame.fold"), on_click=client.TOGGLE_SIDEBAR),
            class_name="pp-side-head",
        ),
        rx.el.nav(
            *(
                rx.el.div(
                    *(_nav(item, active) for item in items if item.group == group), class_name="pp-side-group"
                )
                for group in groups
            ),
            aria_label=t("frame.main"),
            class_name="pp-side-nav",
        ),
        aria_label="PraPazar",
        class_name="pp-side",
    )


def _nav(item: NavItem, active: Text, class_name: str = "pp-nav") -> rx.Component:
    is_here = rx.Var.create(active).to(str) == item.href
    drawn = link(
        icon(item.icon_name),
        rx.el.span(item.label, class_name="pp-nav-label"),
        counter(item.count) if item.count is not None else rx.fragment(),
        href=item.href,
        plain=True,
        class_name=class_name,
        custom_attrs={"aria-current": rx.cond(is_here, "page", _UNSAID)},
    )
    return drawn if item.shown is None else rx.cond(item.shown, drawn, rx.fragment())


def top_bar(person: Person, bell_part: Child) -> rx.Component:
    """`bell_part` comes from `bell(...)`."""
    return rx.el.header(
        _merchants(person),
        rx.el.button(
            icon("search"),
            rx.el.span(t("frame.search"), class_name="pp-grow"),
            rx.el.kbd("/", class_name="pp-kbd"),
            type="button",
            on_click=client.OPEN_PALETTE,
            aria_label=t("frame.palette"),
            class_name="pp-find",
        ),
        rx.el.span(class_name="pp-grow"),
        _live(),
        rx.el.div(locale_menu(person.on_locale), theme_menu(), class_name="pp-row pp-tight pp-not-phone"),
        bell_part,
        _user(person),
        class_name="pp-top",
    )


def _live() -> rx.Component:
    return rx.el.span(
        rx.el.span(class_name="pp-dot", aria_hidden="true"),
        rx.el.span(rx.cond(has_connection_errors, t("frame.offline"), t("frame.live"))),
        data_tone=rx.cond(has_connection_errors, "wait", "good"),
        title=rx.cond(has_connection_errors, t("errors.connection_lost"), t("frame.live_hint")),
        role="status",
        class_name="pp-live",
    )


def _merchants(person: Person) -> rx.Component:
    def entry(merchant: rx.Var[dict[str, str]]) -> rx.Component:
        return MenuItem.create(
            rx.cond(merchant["current"] == "1", icon("check"), rx.el.span(class_name="pp-icon-space")),
            rx.el.span(merchant["name"], class_name="pp-grow pp-cut"),
            on_select=person.on_merchant(merchant["id"]),
            class_name="pp-menu-item",
        )

    return dropdown_menu(
        [
            rx.el.span(person.merchant, class_name="pp-cut"),
            icon("chevrons-up-down", size=14),
        ],
        rx.foreach(person.merchants, entry),
        label=t("frame.merchant"),
        trigger_class="pp-merchant",
        align="start",
    )


def _user(person: Person) -> rx.Component:
    name = rx.Var.create(person.name).to(str)
    head = rx.el.div(
        rx.el.p(person.name, class_name="pp-strong pp-cut"),
        rx.el.p(person.email, class_name="pp-cut"),
        class_name="pp-menu-head",
    )
    return dropdown_menu(
        [avatar(name, rx.Var.create(person.photo).to(str))],
        head,
        SEPARATOR,
        *person.menu,
        label=t("frame.user"),
    )


def avatar(name: rx.Var[str], photo: rx.Var[str], *, large: bool = False) -> rx.Component:
    """The person's picture, or their first letter; the name stands beside it or in a label."""
    size = "pp-avatar pp-avatar-large" if large else "pp-avatar"
    return rx.cond(
        photo != "",
        rx.el.img(src=photo, alt="", class_name=size),
        rx.el.span(name[:1], class_name=size, aria_hidden="true"),
    )


def bottom_bar(items: Sequence[NavItem], active: Text, person: Person) -> rx.Component:
    """Of phones, with the sheet of all other places."""
    return rx.fragment(
        rx.el.nav(
            *(_nav(item, active, "pp-bottom-item") for item in items if item.on_phone),
            rx.el.button(
                icon("menu"),
                rx.el.span(t("frame.more"), class_name="pp-nav-label"),
                type="button",
                class_name="pp-bottom-item",
                custom_attrs={"popoverTarget": MORE},
            ),
            aria_label=t("frame.main"),
            class_name="pp-bottom",
        ),
        _more(items, active, person),
    )


def finder(search: Search) -> rx.Component:
    return palette(search.places, hits=search.hits, on_query=search.on_query, on_action=search.on_action)


def _more(items: Sequence[NavItem], active: Text, person: Person) -> rx.Component:
    return rx.el.div(
        *(_nav(item, active) for item in items if not item.on_phone),
        rx.el.div(
            choices(
                t("frame.language"),
                (rx.el.span("Türkçe"), LOCALE != "en", person.on_locale("tr"), "Türkçe"),
                (rx.el.span("English"), LOCALE == "en", person.on_locale("en"), "English"),
            ),
            choices(
                t("frame.theme"),
                *(
                    (icon(sign), theme.chosen(name), theme.choose(name), t(f"frame.{name}"))
                    for name, sign in THEMES
                ),
            ),
            class_name="pp-more-foot",
        ),
        id=MORE,
        custom_attrs={"popover": "auto"},
        class_name="pp-more",
    )


def choices(label: Text, *choices: tuple[Child, rx.Var[bool], Handler, Text]) -> rx.Component:
    """One of a few, side by side: a menu would open beneath the sheet it stands in."""
    return rx.el.div(
        *(
            rx.el.button(
                drawn,
                type="button",
                on_click=on_click,
                aria_pressed=chosen,
                aria_label=name,
                class_name="pp-segment",
            )
            for drawn, chosen, on_click, name in choices
        ),
        role="group",
        aria_label=label,
        class_name="pp-segments",
    )

"""Builds the web process: screens, the guard before their events, the REST application and the hardening."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import reflex as rx
from reflex_base.registry import RegistrationContext
from starlette.types import ASGIApp

from prapazar import pages
from prapazar.api import app as api
from prapazar.api.hardening import hardened
from prapazar.components import STYLESHEETS
from prapazar.components.language import t
from prapazar.components.toast_bridge import toast_bridge
from prapazar.foundation import logging
from prapazar.foundation.settings import settings
from prapazar.pages.layout import closed, may
from prapazar.pages.page import Page
from prapazar.states import live, policy, problems, tabs
from prapazar.states.guard import Guard
from prapazar.states.live import NotifState
from prapazar.states.locale import LocaleState
from prapazar.states.session import SessionState
from prapazar.states.toast import ToastState
from prapazar.states.worklists import KINDS, WorkState

_ENTERING = (SessionState.load, LocaleState.follow, NotifState.register, WorkState.load)
"""First on every screen of somebody logged in."""
_BUILT = Path(__file__).parents[1] / ".web" / "build" / "client"


def screens() -> list[Page]:
    """Every page there is: the `PAGE` of each module of the room; the style page only where it is asked for."""
    names = [one.name for one in pkgutil.iter_modules(pages.__path__)]
    wanted = [name for name in names if name != "design" or settings().design_page]
    found = [importlib.import_module(f"{pages.__name__}.{name}") for name in wanted]
    return [module.PAGE for module in found if hasattr(module, "PAGE")]


def _add(web: rx.App, page: Page) -> None:
    def render() -> rx.Component:
        shown = page.render()
        if page.permission not in (policy.PUBLIC, policy.ANYONE_INSIDE):
            shown = rx.cond(SessionState.logged_in & ~may(page.permission), closed(), shown)
        return rx.fragment(toast_bridge(ToastState.t), toast_bridge(ToastState.news), shown)

    # Reflex keeps the parts of all screens of one module in one script: each screen is to load its own alone.
    render.__module__ = page.render.__module__

    entering = [] if page.permission == policy.PUBLIC else [*_ENTERING]
    title = t(page.title) + " · PraPazar"
    web.add_page(render, route=page.route, title=title, on_load=[*entering, *page.on_load])
    tabs.guarded(page.route, page.permission)
    tabs.watch(page.route, page.live)
    if entering:
        tabs.watch(page.route, dict.fromkeys(KINDS, WorkState.load))


def _theme_color(color: str, scheme: str) -> rx.Component:
    """What a phone paints around the installed app."""
    return rx.el.meta(
        name="theme-color", content=color, custom_attrs={"media": f"(prefers-color-scheme: {scheme})"}
    )


def _build() -> rx.App:
    web = rx.App(
        stylesheets=STYLESHEETS,
        html_lang="tr",
        toaster=rx.toast.provider(
            position="top-right",
            close_button=True,
            visible_toasts=3,
            custom_attrs={
                "containerAriaLabel": t("frame.notifications"),
                "toastOptions": {"closeButtonAriaLabel": t("words.close")},
            },
        ),
        head_components=[
            rx.el.link(rel="manifest", href="/manifest.webmanifest"),
            rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
            rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
            _theme_color("#ffffff", "light"),
            _theme_color("#0f141c", "dark"),
        ],
        backend_exception_handler=problems.answer,
        api_transformer=[rest, hardened(_BUILT)],
    )
    web.add_middleware(Guard(), index=0)
    web.register_lifespan_task(live.listen, app=web)
    for page in screens():
        _add(web, page)
    return web


rest = api.build()
app = _build()


def serve() -> ASGIApp:
    """What the server starts. Unconfigured, structlog prints the locals of every frame: names and keys of buyers."""
    logging.configure()
    return app()


def needs() -> Iterator[dict[str, str]]:
    """Every page, event handler and REST path with the permission it needs; "" where nothing was declared."""
    for page in screens():
        yield {"kind": "page", "name": "/" + page.route.strip("/"), "permission": page.permission}
    for name in sorted(RegistrationContext.ensure_context().event_handlers):
        if name.endswith(".setvar"):
            continue  # Reflex gives one to every state; the guard refuses them all
        yield {"kind": "handler", "name": name, "permission": ",".join(sorted(policy.policy_of(name) or ()))}
    for method, path, permission in api.needs(rest):
        yield {"kind": "path", "name": f"{method} {path}", "permission": permission or ""}
    yield {"kind": "path", "name": "GET /api/openapi.json", "permission": policy.PUBLIC}

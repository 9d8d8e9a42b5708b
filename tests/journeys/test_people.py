"""Somebody invited comes in, makes the account their own and guards it; what they see is seen by others too."""

import base64
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from prapazar.domain.access import totp
from prapazar.foundation.clock import now
from prapazar.foundation.texts import say
from tests.factories.running import RunningShop
from tests.factories.screens import Open, follow, is_shown, row, t, toast, visit

pytestmark = pytest.mark.browser
_NAME, _EMAIL, _PASSWORD = "Leyla Kaya", "leyla.kaya@example.com", "deniz-kenarinda-9"
en = partial(say, "en")


class _Phone:
    """An app that shows codes: never the same twice, as whoever waits for the next one does."""

    def __init__(self, typed: str) -> None:
        plain = typed.replace(" ", "")
        self._secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
        self._steps = self._next()

    def code(self) -> str:
        return totp.code_at(self._secret, next(self._steps))

    @staticmethod
    def _next() -> Iterator[int]:
        """A phone may be one step ahead: nobody has to wait for the clock."""
        shown = 0
        while True:
            shown = max(shown + 1, totp.step_at(now()))
            yield shown


def test_invited_person_guards_the_account_and_is_stood_in_for(opened: Open, shop: RunningShop) -> None:
    boss = opened("/settings/users")
    tab = opened(_invitation(boss, shop), who=None)
    _accept(tab)

    boss.reload()
    is_shown(boss)
    row(boss, _NAME).get_by_role("button", name=t("access.preview")).click()
    menus = boss.get_by_role("dialog").locator("ul.pp-preview").first
    expect(menus.locator("li")).to_have_text(tab.locator(".pp-side .pp-nav-label").all_inner_texts())

    visit(tab, "/settings/profile")
    _become_oneself(tab)
    phone, spare = _guard(tab)
    _out_and_in(tab, phone.code())
    _out_and_in(tab, spare)
    _out_and_in(tab, spare, is_used_up=True)

    stand_in = opened("/settings/users", who="super")
    _act(stand_in)
    _end(stand_in, shop)


def _invitation(boss: Page, shop: RunningShop) -> str:
    """Where the mailed link leads."""
    boss.get_by_role("button", name=t("access.invite")).click()
    form = boss.get_by_role("dialog")
    form.get_by_label(t("access.email")).fill(_EMAIL)
    form.get_by_label(t("access.role")).select_option(label=t("role_names.operator"))
    form.get_by_role("button", name=t("access.send_invitation")).click()
    expect(toast(boss, t("access.invited", email=_EMAIL))).to_be_visible()
    expect(row(boss, _EMAIL)).to_contain_text(t("access.waiting"))
    kept = (shop.folder / "outgoing-mail").glob("*.eml")
    letters = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in kept]
    words = next(one.get_content() for one in letters if one["To"] == _EMAIL)
    link = re.search(re.escape(shop.address) + r"(/invitation\S+)", words)
    assert link is not None
    return link[1]


def _accept(tab: Page) -> None:
    tab.get_by_label(t("login.name")).fill(_NAME)
    tab.get_by_label(t("login.password")).fill(_PASSWORD)
    tab.get_by_role("button", name=t("login.accept_submit")).click()
    expect(tab.locator(".pp-part").first).to_be_visible()
    is_shown(tab)


def _become_oneself(tab: Page) -> None:
    """A picture, a clock at the other end of the world, and English from here on."""
    expect(tab.locator("main img.pp-avatar")).to_have_count(0)
    picture = BytesIO()
    Image.new("RGB", (320, 320), "#0f766e").save(picture, "PNG")
    tab.locator("main input[type=file]").set_input_files(
        {"name": "leyla.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    drawn = tab.locator("main img.pp-avatar")
    expect(drawn).to_have_js_property("complete", value=True)
    assert drawn.evaluate("picture => picture.naturalWidth") > 0

    session = tab.locator("main li", has=tab.get_by_text(t("access.session_this"), exact=True))
    before = session.text_content() or ""
    tab.get_by_label(t("access.time_zone")).select_option("Pacific/Kiritimati")
    tab.get_by_role("button", name=t("words.save")).click()
    expect(toast(tab, t("access.profile_saved"))).to_be_visible()
    expect(session).not_to_have_text(before)

    tab.locator("main").get_by_role("button", name="English").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(en("access.profile_title"))
    expect(tab.get_by_role("button", name=en("access.change_password"))).to_be_visible()


def _guard(tab: Page) -> tuple[_Phone, str]:
    """The app that was set up, and one recovery code."""
    follow(tab.get_by_role("link", name=en("access.factor_set_up")))
    tab.get_by_label(en("access.old_password")).fill(_PASSWORD)
    tab.get_by_role("button", name=en("access.factor_begin")).click()
    expect(tab.get_by_role("img", name=en("access.factor_qr"))).to_be_visible()
    phone = _Phone(tab.locator("main .pp-copy").inner_text())
    tab.get_by_label(en("access.factor_code")).fill(phone.code())
    tab.get_by_role("button", name=en("access.factor_confirm")).click()
    codes = tab.locator(".pp-codes li")
    expect(codes.first).to_be_visible()
    spare = codes.first.inner_text()
    tab.get_by_role("button", name=en("access.factor_codes_kept")).click()
    expect(tab.get_by_text(en("access.factor_on"), exact=True)).to_be_visible()
    return phone, spare


def _out_and_in(tab: Page, code: str, *, is_used_up: bool = False) -> None:
    tab.get_by_role("button", name=en("frame.user"), exact=True).click()
    tab.get_by_role("menuitem", name=en("frame.log_out")).click()
    expect(tab).to_have_url(re.compile(r"/login/?$"))
    is_shown(tab)
    tab.get_by_label(en("login.email")).fill(_EMAIL)
    tab.get_by_label(en("login.password")).fill(_PASSWORD)
    tab.get_by_role("button", name=en("login.submit")).click()
    tab.get_by_label(en("login.code"), exact=True).fill(code)
    tab.get_by_role("button", name=en("login.code_submit")).click()
    if is_used_up:
        expect(tab.get_by_text(en("login_problem.code"))).to_be_visible()
    else:
        expect(tab.locator(".pp-part").first).to_be_visible()


def _act(tab: Page) -> None:
    """Whoever stands in sees what the person sees, in the person's own language."""
    row(tab, _NAME).get_by_role("button", name=t("access.act")).click()
    tab.get_by_role("dialog").get_by_role("button", name=t("access.act")).click()
    expect(tab.get_by_text(en("access.acting", person=_NAME))).to_be_visible()
    expect(tab.locator(".pp-side").get_by_role("link", name=en("frame.orders"))).to_be_visible()
    expect(tab.locator(".pp-side").get_by_role("link", name=en("frame.users"))).to_have_count(0)
    visit(tab, "/settings/profile")
    expect(tab.get_by_text(en("access.acting", person=_NAME))).to_be_visible()
    expect(tab.locator("main")).to_contain_text(_EMAIL)
    expect(tab.locator("main input")).to_have_count(0)


def _end(tab: Page, shop: RunningShop) -> None:
    tab.get_by_role("button", name=en("access.acting_end")).click()
    expect(row(tab, _NAME)).to_be_visible()
    expect(tab.get_by_text(en("access.acting", person=_NAME))).to_have_count(0)
    kept = shop.look_up(f"SELECT id FROM app_user WHERE email = '{_EMAIL}'")
    trail = [one["action"] for one in shop.ask("/api/audit") if one["subject_id"] == kept]
    assert [one for one in trail if one.startswith("impersonation.")] == [
        "impersonation.end",
        "impersonation.begin",
    ]

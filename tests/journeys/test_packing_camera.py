"""The packing station in a hand: a phone's camera reads the codes, and what is refused is heard and seen."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from prapazar.cli import browser as chromium
from prapazar.domain.access import sessions
from tests.factories.running import SELLER, Article, RunningShop, awaited
from tests.factories.screens import PHONE, t, visit

pytestmark = pytest.mark.browser
_FRAMES = 75
"""Of each code, at thirty a second; the film begins again when it is over.

Two units are asked for, so that the stranger is seen before the box is full whichever code the camera saw first.
"""
_SPY = """
window.heard = [];
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.heard.push(this.type); return begin.apply(this, when); };
window.flashed = [];
window.said = [];
new MutationObserver(() => {
  const said = document.querySelector(".pp-verdict");
  if (said) window.said.push(`${said.className} ${said.innerText}`);
  const scan = document.querySelector(".pp-scan");
  if (scan?.classList.contains("pp-scan-bad")) window.flashed.push(getComputedStyle(scan, "::after").backgroundColor);
}).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["class"] });
"""


def _frame(code: str) -> bytes:
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(zxingcpp.write_barcode_to_image(drawn, scale=2)).convert("RGB")
    picture = Image.new("RGB", (640, 480), "white")
    picture.paste(bars.resize((520, 200), Image.Resampling.NEAREST), (60, 140))
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=90)
    return kept.getvalue()


@pytest.fixture
def goods(shop: RunningShop) -> tuple[Article, Article]:
    """What is ordered, and what is not."""
    return shop.article(), shop.article()


@pytest.fixture
def camera(browser: Browser, goods: tuple[Article, Article], tmp_path: Path) -> Iterator[Browser]:
    """A second Chromium whose camera sees first the wrong article, then the right one."""
    film = tmp_path / "film.mjpeg"
    wanted, stranger = goods
    film.write_bytes(_frame(stranger.sku) * _FRAMES + _frame(wanted.sku) * _FRAMES)
    opened = browser.browser_type.launch(
        executable_path=chromium.find_chromium(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
            "--autoplay-policy=no-user-gesture-required",
        ],
    )
    yield opened
    opened.close()


def test_phone_refuses_the_wrong_article_and_packs_the_right_one(
    shop: RunningShop, camera: Browser, goods: tuple[Article, Article]
) -> None:
    wanted, _ = goods
    number = str(shop.order(SELLER, wanted.seller_key, 2)["orderNumber"])
    arrived = f"SELECT count(*) FROM purchase_order WHERE number = '{number}'"
    assert awaited(lambda: shop.look_up(arrived), "1") == "1"
    context = camera.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, locale="tr-TR", base_url=shop.address
    )
    context.add_cookies([{"name": sessions.COOKIE, "value": shop.key_of("admin"), "url": shop.address}])
    context.add_init_script(_SPY)
    tab = context.new_page()
    visit(tab, "/packing")
    tab.evaluate("localStorage.setItem('pp-print-labels', 'off')")
    visit(tab, "/packing")

    tab.locator(".pp-scan-input").fill(number)
    tab.keyboard.press("Enter")
    expect(tab.locator(".pp-pack-item")).to_have_count(1)
    tab.get_by_role("button", name=t("packing.camera"), exact=True).tap()
    assert awaited(lambda: _was_said(tab, "done", number), True) is True
    tab.get_by_role("button", name=t("packing.camera_off"), exact=True).tap()

    assert _was_said(tab, "bad", t("packing.wrong"))
    heard = "[window.heard.includes('square'), window.flashed.length > 0, window.heard.includes('sine')]"
    assert awaited(lambda: tab.evaluate(heard), [True] * 3, seconds=10) == [True] * 3
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert shop.look_up(f"SELECT status FROM purchase_order WHERE number = '{number}'") == "packed"
    context.close()


def _was_said(tab: Page, tone: str, words: str) -> bool:
    """The camera goes on, so that the next answer may stand there already."""
    told: list[str] = tab.evaluate("window.said")
    return any(f"pp-verdict-{tone}" in one and words in one for one in told)

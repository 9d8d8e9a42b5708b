"""A whole shipment day by keyboard and scanner alone: five hundred orders from five channels to their carriers."""

import itertools
import re
from collections import Counter
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Locator, Page, expect

from prapazar.domain.invoicing.documents import official, rules
from prapazar.domain.invoicing.documents.rules import Surroundings
from prapazar.foundation.clock import now
from tests.factories import shipment_day
from tests.factories.official import OFFICIAL
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, is_shown, t, visit
from tests.factories.shipment_day import SURNAME, Day

pytestmark = pytest.mark.browser
_OURS = f"FROM purchase_order o WHERE o.buyer_name LIKE '%{SURNAME}'"
_PARCELS = f"FROM shipment s JOIN shipment_parcel p ON p.shipment_id = s.id WHERE s.order_id IN (SELECT o.id {_OURS})"
_READY = """() => document.activeElement?.matches('.pp-scan-input')
  ? document.querySelector('.pp-verdict')?.innerText ?? '' : null"""
_ANSWER = """before => new Promise((found, missed) => {
  const look = () => {
    const said = document.querySelector('.pp-verdict');
    if (said && said.innerText !== before) { watch.disconnect(); found(said.className) }
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
  setTimeout(() => { watch.disconnect(); missed(new Error('no answer to the scan')) }, 120000);
  look();
})"""
"""Told the moment it stands there: five hundred times a round of polling is a minute."""
_MINUTES_MS = 240_000
"""For what five hundred of something take on a busy machine; it is waited for, and nothing is timed."""
_SCALE = 203 / 72
"""Dots of a label printer for each point."""
_STRIP = 110.0
"""Points at the foot of a label, where our bar code stands."""
_MOST_STEPS = 30
_BY_KEYS = 10
"""Every so many codes are typed key by key."""
_scans = itertools.count()


def test_five_hundred_orders_leave_with_four_carriers(opened: Open, shop: RunningShop) -> None:
    shelves = _shelves(shop)
    day = _arrived(shop)
    count = len(day.sales)
    tab = opened("/orders?view=new")
    tab.evaluate("localStorage.setItem('pp-print-labels', 'off')")

    list_number = _put_on_a_list(tab, shop, count)
    _walk_the_shelves(tab, day)
    _pack_all(tab, shop, day, list_number)
    run = _begin_invoices(tab, count)
    barcodes = _read_labels(tab, shop, count)
    carriers = _hand_over(tab, shop, barcodes)
    _invoices_are_done(tab, run, count)

    assert len(carriers) >= 4
    assert _counted(shop, f"SELECT count(*) {_OURS} AND o.status = 'shipped'") == count
    _nothing_is_lost_or_doubled(shop, day, shelves)
    _channels_know(shop, day)
    assert _invoice_faults(shop, count) == []


# the steps of the day


def _arrived(shop: RunningShop) -> Day:
    day = shipment_day.begin(shop)
    headers = {"Authorization": f"Bearer {shop.key_of('admin')}"}
    shop.http.post("/api/integrations/n11/sync", headers=headers).raise_for_status()
    wanted = str(len(day.sales))
    assert awaited(lambda: shop.look_up(f"SELECT count(*) {_OURS}"), wanted) == wanted
    return day


def _put_on_a_list(tab: Page, shop: RunningShop, count: int) -> str:
    """All that match, by keys; a worker makes the list and its progress leads to it."""
    _choose_all(tab, "/orders?view=new", count)
    _act(tab, t("orders.pick_list"))
    made = tab.locator("a[data-made]")
    expect(made).to_be_visible(timeout=_MINUTES_MS)
    tab.locator("body").press("g")
    heading = tab.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"T\d{6}"))
    number = heading.inner_text().split()[0]
    assert _counted(shop, f"SELECT package_count FROM picking_list WHERE number = '{number}'") == count
    return number


def _walk_the_shelves(tab: Page, day: Day) -> None:
    """Shelf by shelf: all units of an article are fetched with one scan."""
    for sku, units in sorted(day.units.items()):
        tone = _scan(tab, f"{units}*{sku}")
        assert tone in {"good", "done"}, sku
    expect(tab.locator(".pp-verdict-done")).to_be_visible()


def _pack_all(tab: Page, shop: RunningShop, day: Day, list_number: str) -> None:
    _go(tab, "packing", t("packing.title"))
    expect(tab.locator(".pp-scan-input")).to_be_focused()
    for place, code in enumerate(day.scans):
        assert _scan(tab, code) == "done", code
        if place == 0:
            _label_comes_by_itself(tab)
    for place, box in enumerate(_boxes_of_several(shop, list_number)):
        assert _scan(tab, f"{list_number}-{box}") == "quiet"
        if place == 0:
            _refuses_what_does_not_belong(tab, shop)
        items = tab.locator(".pp-pack-item")
        expect(items).to_have_count(2)
        wanted = [(words.rpartition("/")[2].strip(), words) for words in items.all_inner_texts()]
        tones = [_scan(tab, f"{units}*{_sku(day, words)}") for units, words in wanted]
        assert tones == ["good", "done"]
    _label_comes_by_itself(tab)
    packed = f"SELECT count(*) {_OURS} AND o.status = 'packed'"
    assert _counted(shop, packed) == len(day.sales)


def _refuses_what_does_not_belong(tab: Page, shop: RunningShop) -> None:
    stranger = shop.article()
    assert _scan(tab, stranger.sku) == "bad"
    expect(tab.locator(".pp-verdict-bad")).to_contain_text(t("packing.wrong"))
    expect(tab.locator(".pp-verdict-bad")).to_contain_text(stranger.sku)


def _sku(day: Day, words: str) -> str:
    return next(sku for sku in day.units if sku in words)


def _label_comes_by_itself(tab: Page) -> None:
    newest = tab.locator(".pp-todo").last.locator("li").first
    expect(newest.get_by_role("button", name=t("packing.show_label"))).to_be_visible(timeout=_MINUTES_MS)


def _read_labels(tab: Page, shop: RunningShop, count: int) -> dict[str, str]:
    """By the bar code a scanner reads from the paper: who carries the parcel."""
    taken = f"SELECT count(*) {_PARCELS} AND s.status = 'created'"
    assert awaited(lambda: shop.look_up(taken), str(count)) == str(count)
    rows = shop.look_up(f"SELECT string_agg(p.barcode || '|' || s.carrier, E'\\n') {_PARCELS}").splitlines()
    known = dict(row.split("|") for row in rows)
    read = [code for code in _codes(_print_all(tab, shop, count)) if code in known]
    assert Counter(read) == Counter(known.keys())
    return known


def _print_all(tab: Page, shop: RunningShop, count: int) -> bytes:
    """A worker prints them all into one file, which waits to be fetched."""
    _choose_all(tab, "/shipments?view=ready", count)
    _act(tab, t("shipping.labels"))
    first = tab.get_by_role("menuitem", name=t("shipping.label_10x15"))
    expect(first).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("printing.title"))
    fetch = tab.get_by_role("link", name=t("printing.fetch")).first
    expect(fetch).to_be_visible(timeout=_MINUTES_MS)
    expect(tab.get_by_text(t("printing.progress", done=str(count), total=str(count)))).to_be_visible()
    return shop.paper(str(fetch.get_attribute("href")))


def _codes(document: bytes) -> list[str]:
    """One of each page: from the strip where ours stand, else from all of it, whatever else is printed there."""
    opened = pypdfium2.PdfDocument(BytesIO(document))
    found: list[str] = []
    for page in opened:
        above = page.get_height() - _STRIP
        codes = _read(page, (0, 0, 0, above)) or _read(page, (0, 0, 0, 0))
        found += codes
    opened.close()
    return found


def _read(page: pypdfium2.PdfPage, cut_off: tuple[float, float, float, float]) -> set[str]:
    picture = page.render(scale=_SCALE, grayscale=True, crop=cut_off).to_pil()
    return {one.text for one in zxingcpp.read_barcodes(picture)}


def _begin_invoices(tab: Page, count: int) -> str:
    """A worker goes on with them, whatever the screen shows meanwhile."""
    _choose_all(tab, "/orders?view=carrier", count)
    _act(tab, t("invoices.bulk"))
    expect(tab.get_by_role("dialog").get_by_role("button", name=t("invoices.bulk"))).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("invoices.run_title"))
    expect(tab.get_by_role("progressbar")).to_be_visible()
    return tab.url


def _invoices_are_done(tab: Page, run: str, count: int) -> None:
    visit(tab, run)
    done = t("invoices.run_progress", done=str(count), total=str(count), failed="0")
    expect(tab.get_by_text(done)).to_be_visible(timeout=_MINUTES_MS)


def _hand_over(tab: Page, shop: RunningShop, barcodes: dict[str, str]) -> set[str]:
    """The first parcel of each carrier opens its list; the driver signs when all of them are in."""
    carriers = sorted(set(barcodes.values()))
    for carrier in carriers:
        parcels = [barcode for barcode, whose in barcodes.items() if whose == carrier]
        stranger = next(barcode for barcode, whose in barcodes.items() if whose != carrier)
        _go(tab, "handovers", t("shipping.handover_title"))
        _type(tab, parcels[0])
        expect(tab.locator("tbody tr", has_text=parcels[0])).to_be_visible()
        assert _scan(tab, stranger) == "bad"
        for barcode in parcels[1:]:
            assert _scan(tab, barcode) == "good", barcode
        tab.keyboard.press("F4")
        sign = tab.get_by_role("dialog").get_by_role("button", name=t("shipping.handover_close"))
        expect(sign).to_be_visible()
        _move_to(sign, "Tab")
        tab.keyboard.press("Enter")
        expect(tab.get_by_text(t("shipping.handover_closed"), exact=True).first).to_be_visible(
            timeout=_MINUTES_MS
        )
    return set(carriers)


# what has to be true in the evening


def _nothing_is_lost_or_doubled(shop: RunningShop, day: Day, shelves: dict[str, int]) -> None:
    for what in (
        f"SELECT count(*) {_OURS}",
        f"SELECT count(DISTINCT o.number) {_OURS}",
        f"SELECT count(*) FROM shipment WHERE order_id IN (SELECT o.id {_OURS})",
        f"SELECT count(*) {_PARCELS} AND s.status = 'picked_up' AND s.handover_id IS NOT NULL",
        f"SELECT count(*) FROM invoice WHERE order_id IN (SELECT o.id {_OURS})",
        f"SELECT count(DISTINCT number) FROM invoice WHERE order_id IN (SELECT o.id {_OURS})",
    ):
        assert (what, _counted(shop, what)) == (what, len(day.sales))
    left = {sku: shelves[sku] - units for sku, units in day.units.items()}
    assert {sku: units for sku, units in _shelves(shop).items() if sku in left} == left
    assert (
        shop.look_up(
            "SELECT count(*) FROM stock s WHERE s.on_hand <> (SELECT coalesce(sum(m.on_hand_change), 0) FROM movement m"
            " WHERE m.variant_id = s.variant_id AND m.warehouse_id = s.warehouse_id)"
        )
        == "0"
    )


def _channels_know(shop: RunningShop, day: Day) -> None:
    reports = "SELECT count(*) FROM outbox WHERE topic = 'orders.report_status'"
    assert awaited(lambda: shop.look_up(reports), "0") == "0"
    refused = f"SELECT count(*) FROM repair WHERE kind = 'report' AND order_id IN (SELECT o.id {_OURS})"
    assert shop.look_up(refused) == "0"


def _invoice_faults(shop: RunningShop, count: int) -> list[object]:
    """By the official schemas and rules where they lie beside the checkout, else by ours."""
    ids = shop.look_up(
        f"SELECT string_agg(i.id::text, ' ') FROM invoice i WHERE i.order_id IN (SELECT o.id {_OURS})"
    )
    documents = [shop.paper(f"/api/invoices/{one}/document.xml") for one in ids.split()]
    assert len(documents) == count
    if OFFICIAL.is_dir():
        return [fault for faults in official.checker(OFFICIAL).faults_of(documents) for fault in faults]
    surroundings = Surroundings(now=now(), is_test=False)
    return [fault for document in documents for fault in rules.faults(document, surroundings)]


def _shelves(shop: RunningShop) -> dict[str, int]:
    """In all places: what a supplier sends for the shop lies with it."""
    rows = shop.look_up(
        "SELECT string_agg(k.sku || '|' || k.units, ' ') FROM (SELECT v.sku, sum(s.on_hand) AS units FROM stock s"
        " JOIN variant v ON v.id = s.variant_id GROUP BY 1) k"
    )
    return {sku: int(units) for sku, _, units in (row.partition("|") for row in rows.split(" "))}


def _counted(shop: RunningShop, question: str) -> int:
    return int(shop.look_up(question))


def _boxes_of_several(shop: RunningShop, list_number: str) -> list[int]:
    found = shop.look_up(
        "SELECT string_agg(box::text, ' ' ORDER BY box) FROM (SELECT l.box FROM picking_line l JOIN picking_list k"
        f" ON k.id = l.list_id WHERE k.number = '{list_number}' GROUP BY l.box HAVING count(*) > 1) several"
    )
    return [int(box) for box in found.split()]


# hands


def _go(tab: Page, place: str, title: str) -> None:
    """Through the palette."""
    tab.keyboard.press("Control+k")
    tab.keyboard.type(t(f"frame.{place}"))
    expect(tab.get_by_role("option", selected=True)).to_contain_text(t(f"frame.{place}"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    is_shown(tab)


def _choose_all(tab: Page, path: str, count: int) -> None:
    visit(tab, f"{path}&search={SURNAME}")
    expect(tab.locator(".pp-page-head")).to_contain_text(str(count))
    tab.locator("body").press("a")
    bar = tab.get_by_role("region", name=t("lists.bulk"))
    expect(bar).to_be_visible()
    tab.locator("body").press("a")
    expect(bar).to_contain_text(t("lists.all_selected", count=str(count)))


def _act(tab: Page, name: str) -> None:
    """Along the bar of actions until the one that is meant has the focus."""
    tab.keyboard.press("b")
    wanted = tab.get_by_role("region", name=t("lists.bulk")).get_by_role("button", name=name, exact=True)
    _move_to(wanted, "ArrowRight")
    tab.keyboard.press("Enter")


def _move_to(wanted: Locator, key: str) -> None:
    for _ in range(_MOST_STEPS):
        if wanted.evaluate("button => button === document.activeElement"):
            break
        wanted.page.keyboard.press(key)
    expect(wanted).to_be_focused()


def _type(tab: Page, code: str) -> str:
    """As scanners do it: key by key, or the code as one piece of text; then enter.

    Returns what was said before. Key by key costs the browser more than all that the scan leads to, so that nine of
    ten codes come in one piece; both kinds of scanner are sold.
    """
    before = tab.evaluate(_READY)
    if before is None:
        expect(tab.locator(".pp-scan-input")).to_be_focused()
        before = tab.evaluate(_READY)
    if next(_scans) % _BY_KEYS:
        tab.keyboard.insert_text(code)
    else:
        tab.keyboard.type(code)
    tab.keyboard.press("Enter")
    return str(before)


def _scan(tab: Page, code: str) -> str:
    """The tone of the answer: `good`, `bad`, `done` or `quiet`."""
    before = _type(tab, code)
    classes = str(tab.evaluate(_ANSWER, before))
    return classes.rpartition("pp-verdict-")[2].strip()

"""Claims of a channel in our books, and what is decided here told to it once, whatever goes wrong on the way."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.aftersales import queries
from prapazar.domain.aftersales.enums import Verdict
from prapazar.domain.aftersales.errors import ClaimRefused
from prapazar.domain.aftersales.queries import ClaimFilter
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.flows import claims
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop, attempt

KEY, NEXT_KEY, _ = KEYS
APPROVAL = "*/items/approve"


@dataclass
class Desk:
    market: Market
    shop: Shop
    external_id: str

    @property
    def claim_id(self) -> UUID:
        found: UUID = self.market.value("SELECT id FROM claim")
        return found

    def decide(self, verdict: Verdict, reason: str = "", lines: tuple[UUID, ...] = ()) -> None:
        scope = self.market.scope
        with db.transaction(scope) as session:
            decision = Decision(self.claim_id, verdict, lines, reason, "Ürün kullanılmış geldi")
            claims.decide_one(session, scope, decision)

    def keep(self, name: str, data: bytes) -> None:
        with db.transaction(self.market.scope) as session:
            files.keep(
                session, self.market.scope, Subject.CLAIM, self.claim_id, FileKind.EVIDENCE, name, data
            )

    def tell(self) -> object:
        self.market.make_due()
        return attempt(lambda: claims.tell_decisions(self.shop.connection_id))

    def read(self) -> object:
        return attempt(lambda: claims.import_new(self.shop.connection_id))

    def stands(self) -> tuple[str, str | None, str | None]:
        [row] = self.market.rows("SELECT status, deciding, code FROM claim")
        return (row[0], row[1], row[2])

    def there(self) -> list[str]:
        """What the channel says of each unit."""
        answer = self.shop.stage.connector(self.market.time.wire(lambda _: None, "test")).fetch_claims
        now = self.market.value("SELECT now()")
        day = self.market.value("SELECT now() - interval '1 day'")
        return [line.status.value for page in answer(day, now) for record in page for line in record.lines]

    def told(self) -> int:
        """How often the channel heard of it."""
        return len(
            self.market.rows(
                "SELECT 1 FROM traffic_entry WHERE operation IN ('approve_claim', 'issue_claim')"
            )
        )


@pytest.fixture
def desk(market: Market) -> Desk:
    shop = market.seller
    order = shop.stage.order((KEY, 2), (NEXT_KEY, 1))
    shop.import_orders()
    return Desk(market, shop, shop.stage.claim(order, [(KEY, 2)]))


def test_claim_is_read_once_and_knows_order_article_and_deadline(desk: Desk) -> None:
    first, again = desk.read(), desk.read()

    with db.transaction(desk.market.scope) as session:
        found = queries.detail(session, desk.market.scope, desk.claim_id)
        lists = queries.worklists(session, desk.market.scope)
    assert (first, again) == (1, 0)
    assert (found.claim.status, found.claim.unit_count, found.claim.order_id is not None) == (
        "waiting",
        2,
        True,
    )
    assert [line.variant_id for line in found.lines] == [desk.market.variants[KEY]] * 2
    assert found.claim.due_at is not None
    assert [event.kind for event in found.events] == ["imported"]
    assert lists == {"decide": 1, "awaited": 1, "inspect": 0}
    assert len(found.reasons) > 0


def test_unit_by_unit_decision_reaches_the_channel_once(desk: Desk) -> None:
    desk.read()
    with db.transaction(desk.market.scope) as session:
        found = queries.detail(session, desk.market.scope, desk.claim_id)
    good, bad = (line.id for line in found.lines)

    desk.decide(Verdict.APPROVE, lines=(good,))
    desk.decide(Verdict.REJECT, reason=found.reasons[0][0], lines=(bad,))
    before = desk.stands()
    told = (desk.tell(), desk.tell())
    desk.read()

    assert before == ("waiting", "reject", None)
    assert told == (2, 0)
    assert sorted(desk.there()) == ["accepted", "disputed"]
    assert (desk.stands(), desk.told()) == (("disputed", None, None), 2)


@pytest.mark.parametrize("kind", ["lost_answer", "500", "429", "html"])
def test_decision_of_a_bad_hour_is_told_once_it_is_over(desk: Desk, kind: str) -> None:
    desk.read()
    desk.decide(Verdict.APPROVE)
    desk.market.trouble(desk.shop, kind, path=APPROVAL)

    met = desk.tell()
    during = desk.stands()
    desk.market.clear_faults()
    desk.tell()

    assert set(desk.there()) == {"accepted"}
    assert (desk.stands(), desk.market.rows("SELECT 1 FROM outbox WHERE topic = 'claims.decide'")) == (
        ("accepted", None, None),
        [],
    )
    if kind == "lost_answer":
        assert (met, during, desk.told()) == (1, ("accepted", None, None), 1)
    else:
        assert (isinstance(met, str), during[:2]) == (True, ("waiting", "approve"))


def test_refusal_stays_with_its_cause_and_can_be_tried_again(desk: Desk) -> None:
    desk.read()
    desk.keep("kanit.png", b"\x89PNG\r\n\x1a\n")
    desk.decide(Verdict.REJECT, reason="99999")

    desk.tell()
    refused = desk.stands()
    desk.decide(Verdict.APPROVE)
    desk.tell()

    assert refused == ("waiting", None, "trendyol.rejected")
    assert (desk.stands(), set(desk.there())) == (("accepted", None, None), {"accepted"})


def test_evidence_goes_with_the_rejection_and_its_lack_is_told_before_the_channel_is(desk: Desk) -> None:
    desk.read()

    with pytest.raises(ClaimRefused) as none:
        desk.decide(Verdict.REJECT, reason="51")
    desk.keep("kanit.mp4", b"\x00\x00\x00\x18ftypmp42")
    with pytest.raises(ClaimRefused) as unfit:
        desk.decide(Verdict.REJECT, reason="51")
    for number in range(6):
        desk.keep(f"kanit-{number}.png", b"\x89PNG\r\n\x1a\n" + bytes([number]))
    desk.decide(Verdict.REJECT, reason="51")
    desk.tell()

    sent = desk.market.value("SELECT request FROM traffic_entry WHERE operation = 'issue_claim'")
    assert (none.value.code, unfit.value.code) == ("claims.evidence_needed", "claims.evidence_unfit")
    assert (desk.stands()[2], set(desk.there())) == (None, {"disputed"})
    assert (str(sent).count("image/png"), "and 2 more" in str(sent)) == (3, True)


def test_decision_that_comes_too_late_takes_over_what_the_channel_did(desk: Desk) -> None:
    desk.read()
    desk.decide(Verdict.REJECT, reason="1651")
    lever = f"/trendyol/{desk.shop.stage.account}/claims"
    desk.market.server.pull("POST", lever, {"claim_id": desk.external_id, "status": "Accepted"})

    desk.tell()

    assert desk.stands() == ("accepted", None, None)
    with pytest.raises(ClaimRefused):
        desk.decide(Verdict.APPROVE)


def test_unreadable_claim_waits_alone_and_arrives_when_it_can_be_read(desk: Desk) -> None:
    desk.market.trouble(
        desk.shop,
        "unknown_status",
        path=desk.shop.stage.claims_path,
        options={"status": "Işınlandı", "field": desk.shop.stage.claim_status},
    )
    desk.read()
    during = [kind for kind, _ in desk.market.repairs()]
    desk.market.clear_faults()

    desk.read()

    assert (during, desk.market.repairs()) == (["claim"], [])
    with db.transaction(desk.market.scope) as session:
        found = queries.page(session, desk.market.scope, ClaimFilter(search=desk.external_id))
        told = session.execute(text("SELECT kind FROM notification ORDER BY kind")).scalars().all()
    assert ([row.number for row in found], list(told)) == ([desk.external_id], [])

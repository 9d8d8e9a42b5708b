"""Claims and questions over REST, as a program sees them."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import claims, questions
from prapazar.domain.aftersales import actions
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus, QuestionStatus
from prapazar.domain.aftersales.records import IncomingClaim, IncomingClaimLine, IncomingQuestion
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_LINE = IncomingClaimLine("L1", "Çay", 2, ClaimStatus.WAITING, reason="Beğenmedim", amount=Decimal("80.00"))
_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(claims.router)
    app.include_router(questions.router)
    errors.install(app)
    subjects = ("claims.read", "claims.write", "claims.approve", "messages.read", "messages.write")
    for permission in subjects:
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


@pytest.fixture
def shop(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return make.connection(session, scope)


def test_claims_are_listed_by_pages_decided_and_refunded(
    client: TestClient, scope: Scope, shop: UUID
) -> None:
    with db.transaction(scope) as session:
        wanted = [
            IncomingClaim(name, ClaimKind.RETURN, ClaimStatus.WAITING, "P1", _AT, _AT, (_LINE,))
            for name in ("C1", "C2")
        ]
        actions.take_claims(session, scope, shop, wanted)

    first = client.get("/api/claims?view=decide&limit=1").json()
    second = client.get("/api/claims?view=decide&limit=1", params={"cursor": first["next_cursor"]}).json()
    path = f"/api/claims/{first['claims'][0]['id']}"
    decided = client.post(f"{path}/decision", json={"verdict": "approve"})
    again = client.post(f"{path}/decision", json={"verdict": "approve"})
    paid = client.post(f"{path}/refund", json={"amount": "80.00", "reference": "R1"})

    assert {first["claims"][0]["number"], second["claims"][0]["number"]} == {"C1", "C2"}
    assert (decided.status_code, decided.json()["claim"]["deciding"]) == (202, "approve")
    assert (again.status_code, again.json()["code"]) == (409, "claims.nothing_to_decide")
    assert paid.json()["refunded_amount"] == "80.00"
    assert client.get("/api/claims/export.csv").content.count(b"\n") == 3


def test_evidence_is_kept_and_shown_with_its_own_claim_alone(
    client: TestClient, scope: Scope, shop: UUID
) -> None:
    with db.transaction(scope) as session:
        claim = IncomingClaim("C1", ClaimKind.RETURN, ClaimStatus.WAITING, "P1", _AT, _AT, (_LINE,))
        actions.take_claims(session, scope, shop, [claim])
    claim_id = UUID(client.get("/api/claims").json()["claims"][0]["id"])

    sent = client.post(f"/api/claims/{claim_id}/files", files={"file": ("rapor.pdf", _PDF)})
    page = client.post(f"/api/claims/{claim_id}/files", files={"file": ("x.html", b"<script>")})
    nowhere = client.post(f"/api/claims/{shop}/files", files={"file": ("rapor.pdf", _PDF)})
    kept = sent.json()["id"]
    shown = client.get(f"/api/claims/{claim_id}/files/{kept}")
    elsewhere = client.get(f"/api/claims/{shop}/files/{kept}")

    assert (sent.status_code, page.status_code, nowhere.status_code) == (201, 422, 404)
    assert (shown.content, shown.headers["content-type"], elsewhere.status_code) == (
        _PDF,
        "application/pdf",
        404,
    )


def test_question_is_answered_once(client: TestClient, scope: Scope, shop: UUID) -> None:
    with db.transaction(scope) as session:
        asked = IncomingQuestion("Q1", QuestionStatus.WAITING, _AT, "Ne zaman gelir?")
        actions.take_questions(session, scope, shop, [asked])
    path = f"/api/questions/{client.get('/api/questions?view=waiting').json()['questions'][0]['id']}"

    sent = client.post(f"{path}/answer", json={"text": "Yarın kargoda."})
    again = client.post(f"{path}/answer", json={"text": "Yarın kargoda."})

    assert (sent.status_code, sent.json()["question"]["is_sending"]) == (202, True)
    assert (again.status_code, again.json()["code"]) == (409, "questions.on_its_way")

"""Questions of customers, and answering them."""

from datetime import timedelta

from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol.errors import bad_request, not_found
from prapazar.sandbox.trendyol.market import Market
from prapazar.sandbox.trendyol.models import Product, Seller
from prapazar.sandbox.trendyol.visit import Routes, Visit, page_count, page_of

_BASE = "/integration/qna/sellers/{seller}/questions"
_STATUSES = ("WAITING_FOR_ANSWER", "WAITING_FOR_APPROVE", "ANSWERED", "REPORTED", "REJECTED", "UNANSWERED")
_ORDERINGS = ("LastModifiedDate", "CreatedDate", "PackageLastModifiedDate")
_LONGEST_MS = to_ms(timedelta(days=14))
_USUAL_MS = to_ms(timedelta(days=7))
_TIME_TO_ANSWER_MS = to_ms(timedelta(days=3))
_FORBIDDEN = ("whatsapp", "instagram", "http://", "https://", "www.")
_SHORTEST, _LONGEST = 10, 2000
_FIRST_QUESTION = 100_001
_FIRST_ANSWER = 900_001
routes = Routes()


def ask(market: Market, seller: Seller, product: Product, text: str, user_name: str = "Deneme M.") -> Json:
    """A customer asks below a product."""
    question: Json = {
        "id": market.next_number("question", _FIRST_QUESTION),
        "text": text,
        "status": "WAITING_FOR_ANSWER",
        "creationDate": market.ground.now_ms(),
        "customerId": 99_000_001,
        "userName": user_name,
        "showUserName": True,
        "public": True,
        "productName": product.title,
        "productMainId": product.product_main_id,
        "imageUrl": product.images[0] if product.images else "",
        "webUrl": f"https://www.trendyol.com/marka/urun-p-{product.content_id}",
        "answeredDateMessage": None,
        "answer": None,
        "rejectedAnswer": None,
        "rejectedDate": None,
        "reason": None,
        "reportReason": None,
        "reportedDate": None,
    }
    market.keep_question(seller, question)
    market.ground.store.flush()
    return question


@routes.route("GET", f"{_BASE}/filter", "questions-read")
def questions(visit: Visit) -> Reply:
    page, size = visit.integer("page", 0), visit.integer("size", 20, most=50, least=1)
    visit.choice("orderByField", _ORDERINGS, _ORDERINGS[0])
    is_descending = visit.choice("orderByDirection", ("ASC", "DESC"), "DESC") == "DESC"
    status = visit.choice("status", _STATUSES, "") if visit.call.query.get("status") else ""
    start, end = _span(visit)
    product = visit.seller.products.get(visit.call.query.get("barcode", ""))
    _close_overdue(visit)
    rows = [
        one
        for one in visit.seller.questions.values()
        if start <= one["creationDate"] <= end
        and (not status or one["status"] == status)
        and (
            not visit.call.query.get("barcode")
            or (product and one["productMainId"] == product.product_main_id)
        )
    ]
    rows.sort(key=lambda one: one["creationDate"], reverse=is_descending)
    return json_reply(
        {
            "totalElements": len(rows),
            "totalPages": page_count(len(rows), size),
            "page": page,
            "size": size,
            "content": page_of(rows, page, size),
        }
    )


@routes.route("GET", f"{_BASE}/{{question}}", "questions-read")
def question(visit: Visit) -> Reply:
    _close_overdue(visit)
    return json_reply(_known(visit))


@routes.route("POST", f"{_BASE}/{{question}}/answers", "questions-answer")
def answer(visit: Visit) -> Reply:
    _close_overdue(visit)
    asked, text = _known(visit), str(visit.body().get("text") or "")
    if not _SHORTEST <= len(text) <= _LONGEST:
        raise bad_request("text.size", f"text must have {_SHORTEST} to {_LONGEST} letters.")
    if any(word in text.casefold() for word in _FORBIDDEN):
        raise bad_request("text.forbidden", "Cevap yasaklı kelime içeriyor.")
    if asked["status"] != "WAITING_FOR_ANSWER":
        raise bad_request("question.status.invalid", "Only WAITING_FOR_ANSWER can be answered.")
    number = visit.market.next_number("answer", _FIRST_ANSWER)
    now = visit.now_ms
    asked["answer"] = {
        "id": number,
        "text": text,
        "creationDate": now,
        "hasPrivateInfo": False,
        "reason": None,
    }
    asked["status"] = "ANSWERED"
    asked["answeredDateMessage"] = "1 saat içinde cevaplandı."
    visit.market.keep_question(visit.seller, asked)
    return json_reply({"answerId": number})


def _known(visit: Visit) -> Json:
    asked = visit.seller.questions.get(visit.path_number("question"))
    if asked is None:
        raise not_found("question.not.found", "Question not found.")
    return asked


def _span(visit: Visit) -> tuple[int, int]:
    start, end = visit.optional_integer("startDate"), visit.optional_integer("endDate")
    now = visit.now_ms
    if start is None and end is None:
        return now - _USUAL_MS, now
    start = (end or now) - _LONGEST_MS if start is None else start
    end = start + _LONGEST_MS if end is None else end
    if end - start > _LONGEST_MS or end < start:
        raise bad_request("date.range.exceeded", "Tarih aralığı en fazla 2 hafta olabilir.")
    return start, end


def _close_overdue(visit: Visit) -> None:
    now = visit.now_ms
    for one in visit.seller.questions.values():
        if one["status"] == "WAITING_FOR_ANSWER" and one["creationDate"] + _TIME_TO_ANSWER_MS < now:
            one["status"] = "UNANSWERED"
            visit.market.keep_question(visit.seller, one)

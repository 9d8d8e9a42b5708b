"""Customers' questions: listed once a minute, told whole one by one, answered once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11.mall import Mall
from prapazar.sandbox.n11.soap import Asked, Failure, Fields, Operations, paging

_ISTANBUL = ZoneInfo("Europe/Istanbul")
_FIRST = 114_646_001
_LONGEST = 2048
_MOST_ROWS = 100
_LIMIT = "SELLER_API.getProductQuestionListRequest.accessLimit.reached"
operations = Operations()


@operations.operation("productService", "GetProductQuestionList")
def listed(asked: Asked) -> Fields:
    gap = asked.mall.rules.questions_ms
    if gap and asked.mall.ground.gate.enter(f"n11/{asked.seller.number}", [("questions", 1, gap)]):
        raise Failure(_LIMIT, "Dakikada bir kez sorgulanabilir.")
    status = asked.text("productQuestionSearch/status") or "OPEN"
    start, end = (_day(asked.text(f"productQuestionSearch/{name}")) for name in ("startDate", "endDate"))
    found = [
        one
        for one in asked.seller["question"].values()
        if one["status"] == status and start <= _asked_on(one) <= end
    ]
    page = int(asked.text("pagingData/currentPage") or 0)
    size = min(int(asked.text("pagingData/pageSize") or 20), _MOST_ROWS)
    names = ("id", "productId", "productTitle", "questionSubject", "question", "answer")
    rows = [{name: one[name] for name in names} for one in found[page * size : (page + 1) * size]]
    return {"productQuestions": {"productQuestion": rows}, "pagingData": paging(page, size, len(found))}


@operations.operation("productService", "GetProductQuestionDetail")
def detail(asked: Asked) -> Fields:
    """An unknown one is a success without a question; the id is not repeated."""
    found = asked.seller["question"].get(asked.text("productQuestionId"))
    return {"productQuestion": {name: one for name, one in found.items() if name != "id"}} if found else {}


@operations.operation("productService", "SaveProductAnswer")
def answer(asked: Asked) -> Fields:
    found = asked.seller["question"].get(asked.text("productQuestionId"))
    text = asked.text("answer")
    if found is None:
        raise Failure("SELLER_API.productQuestion.notFound", "Soru bulunamadı.")
    if not 0 < len(text) <= _LONGEST:
        raise Failure("SELLER_API.answer.invalid", "Cevap 1 ile 2048 karakter arasında olmalıdır.")
    if found["status"] != "OPEN":
        raise Failure("SELLER_API.productQuestion.closed", "Soru daha önce cevaplanmış.")
    found.update(answer=text, status="CLOSED", answeredDate=_today(asked.mall))
    asked.mall.files.put(asked.seller, "question", found["id"], found)
    return {}


def ask(mall: Mall, account: Account, key: str, text: str) -> Json:
    number, product = str(mall.files.next_number("question", _FIRST)), account["product"][key]
    question: Json = {
        "id": number,
        "productId": product["n11ProductId"],
        "productTitle": product["title"],
        "questionSubject": "Ürün hakkında",
        "question": text,
        "answer": None,
        "fullName": "Şule Iğdırlıoğlu",
        "email": "alici@example.com",
        "productStatus": "Active",
        "status": "OPEN",
        "questionDate": _today(mall),
        "answeredDate": None,
        "sellerExpose": "true",
        "buyerExpose": "Genel",
    }
    mall.files.put(account, "question", number, question)
    mall.ground.store.flush()
    return question


def _today(mall: Mall) -> str:
    """Unlike elsewhere: `2026-11-21`, or as the rule says."""
    form = "%Y-%m-%d" if mall.rules.question_dates == "iso" else "%d/%m/%Y"
    return from_ms(mall.ground.now_ms()).astimezone(_ISTANBUL).strftime(form)


def _asked_on(question: Json) -> datetime:
    told = str(question["questionDate"])
    return datetime.fromisoformat(told).replace(tzinfo=_ISTANBUL) if "-" in told else _day(told)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=_ISTANBUL)
    except ValueError as cause:
        raise Failure("SELLER_API.date.invalid", "Tarih zorunludur.") from cause

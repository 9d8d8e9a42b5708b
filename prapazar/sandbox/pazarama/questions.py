"""Customers' questions and the seller's answers."""

from datetime import datetime

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.pazarama.orders import ISTANBUL
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope

_WAITING, _ANSWERED = 0, 1
_LONGEST = 2000
_MOST_ROWS = 100
routes = Routes()


@routes.route("POST", "/QuestionAnswer/getApprovalAnswersByMerchantSearch")
def search(visit: Visit) -> Reply:
    request = visit.body()
    start, end = (_moment(request.get(name)) for name in ("questionStartDate", "questionEndDate"))
    found = [
        one
        for one in visit.seller["question"].values()
        if (start is None or from_ms(one["askedMs"]) >= start)
        and (end is None or from_ms(one["askedMs"]) <= end)
        and request.get("questionStatus") in {None, one["questionStatus"]}
    ]
    size = min(int(request.get("pageSize") or 10), _MOST_ROWS)
    page = int(request.get("pageIndex") or 1)
    rows = [
        {name: value for name, value in one.items() if name != "askedMs"}
        for one in found[(page - 1) * size : page * size]
    ]
    paging = {
        "pageIndex": page,
        "pageSize": size,
        "totalCount": len(found),
        "totalPages": -(-len(found) // size),
    }
    return envelope({"approvalAnswersByMerchantSearchs": rows, "pageResponse": paging})


@routes.route("PUT", "/QuestionAnswer/sellerAnswer")
def answer(visit: Visit) -> Reply:
    request = visit.body()
    question = visit.seller["question"].get(str(request.get("questionId")))
    if question is None:
        raise Refusal("Soru bulunamadı.")
    text = str(request.get("text") or "")
    if not 0 < len(text) <= _LONGEST:
        raise Refusal("Cevap uzunluğu geçersiz.")
    if question["questionStatus"] != _WAITING:
        raise Refusal("Soru daha önce cevaplanmış.")
    question.update(answer=text, answerDate=_told(visit.now_ms), questionStatus=_ANSWERED)
    visit.mall.files.put(visit.seller, "question", question["questionId"], question)
    return envelope(None)


def ask(mall: Mall, account: Account, code: str, text: str) -> Json:
    now, number = mall.ground.now_ms(), mall.files.guid("question")
    question: Json = {
        "askedMs": now,
        "questionId": number,
        "productName": account["product"][code]["name"],
        "productImageUrl": None,
        "barcode": code,
        "brand": account["product"][code]["brandName"],
        "maskedUserName": "Ş*** I***",
        "question": text,
        "questionDate": _told(now),
        "answer": None,
        "answerDate": None,
        "questionStatus": _WAITING,
        "topicId": "cd6a0496-6b0f-471f-9d6f-eb53c3d0cb20",
    }
    mall.files.put(account, "question", number, question)
    mall.ground.store.flush()
    return question


def _told(moment_ms: int) -> str:
    """Istanbul's clock, without a zone."""
    return from_ms(moment_ms).astimezone(ISTANBUL).replace(tzinfo=None).isoformat(timespec="milliseconds")


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(str(text))
    except ValueError as cause:
        raise Refusal("Tarih biçimi geçersiz.") from cause
    return read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read

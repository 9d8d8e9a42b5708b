"""Questions about products, page by page without a count, each answered once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from prapazar.sandbox.ciceksepeti.mall import Mall
from prapazar.sandbox.ciceksepeti.visit import Refusal, Routes, Visit
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_ISTANBUL = ZoneInfo("Europe/Istanbul")
_FIRST = 5_000_001
_PAGE = 50
_LONGEST = timedelta(days=32)
_ANSWER, _PRIVATE, _IMPROPER, _ANOTHERS = 1, 2, 3, 4
_PRIVATE_DETAILS = {1, 2, 3}
routes = Routes()


@routes.route("GET", "/sellerquestions")
def listed(visit: Visit) -> Reply:
    rules = visit.mall.rules
    visit.admit("questions", rules.questions_gap_ms)
    start, end = _moment(visit.query("CreateStartDate")), _moment(visit.query("CreateEndDate"))
    if end - start > _LONGEST:
        raise Refusal("Tarih aralığı 32 günden uzun olamaz.")
    found = [
        one for one in visit.seller["question"].values() if epoch_ms(start) <= one["askedMs"] <= epoch_ms(end)
    ]
    page = int(visit.query("Page") or 1)
    rows = [_shown(one) for one in found[(page - 1) * _PAGE : page * _PAGE]]
    return visit.answer({"items": rows, "hasNextPage": page * _PAGE < len(found)})


@routes.route("PUT", "/sellerquestions/{question}")
def put(visit: Visit) -> Reply:
    return _answered(visit, "PUT")


@routes.route("POST", "/sellerquestions/{question}")
def post(visit: Visit) -> Reply:
    return _answered(visit, "POST")


def _answered(visit: Visit, method: str) -> Reply:
    """Which method is meant is nowhere said for sure."""
    if visit.mall.rules.answer_method != method:
        raise Refusal("The requested resource does not support this http method", 405)
    visit.admit("questions", visit.mall.rules.questions_gap_ms)
    question = visit.seller["question"].get(visit.values["question"])
    if question is None:
        raise Refusal("Question not found!")
    given = visit.body()
    action, detail = given.get("branchActionId"), given.get("branchActionDetailId")
    if question["answered"]:
        raise Refusal("Soru daha önce cevaplanmış.")
    if action in {_ANSWER, _PRIVATE} and not str(given.get("answer") or "").strip():
        raise Refusal("answer zorunludur.")
    if action == _PRIVATE and detail not in _PRIVATE_DETAILS:
        raise Refusal("branchActionDetailId zorunludur.")
    if action == _IMPROPER and not given.get("branchDescription"):
        raise Refusal("branchDescription zorunludur.")
    if action not in {_ANSWER, _PRIVATE, _IMPROPER, _ANOTHERS}:
        raise Refusal("branchActionId geçersiz.")
    question.update(
        answered=action in {_ANSWER, _PRIVATE},
        answer=given.get("answer"),
        branchActionId=action,
        branchActionDetailId=detail,
        branchDescription=given.get("branchDescription"),
        answeredMs=visit.now_ms,
    )
    visit.mall.files.put(visit.seller, "question", visit.values["question"], question)
    return visit.answer({"isSuccess": True, "message": ""})


def ask(mall: Mall, account: Account, code: str, text: str) -> Json:
    product = account["product"][code]
    number = mall.files.next_number("question", _FIRST)
    question: Json = {
        "id": number,
        "product": {
            "code": product["productCode"],
            "name": product["productName"],
            "url": product["link"],
            "imageUrl": "",
        },
        "question": text,
        "answer": None,
        "answered": False,
        "agentActionId": None,
        "agentActionText": None,
        "branchActionId": None,
        "branchActionDetailId": None,
        "branchDescription": None,
        "agentDescription": None,
        "approve": True,
        "askedMs": mall.ground.now_ms(),
        "answeredMs": None,
    }
    mall.files.put(account, "question", str(number), question)
    mall.ground.store.flush()
    return question


def _shown(question: Json) -> Json:
    rest = {name: value for name, value in question.items() if name not in {"askedMs", "answeredMs"}}
    done = question["answeredMs"]
    return {
        **rest,
        "questionDate": _local(question["askedMs"]),
        "answerDate": None if done is None else _local(done),
    }


def _local(moment_ms: int) -> str:
    """Istanbul's clock without a zone."""
    local = from_ms(moment_ms).astimezone(_ISTANBUL)
    return local.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as cause:
        raise Refusal("Tarih biçimi geçersiz.") from cause

"""Questions about products, dated in milliseconds, answered once."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.idefix.mall import FIRST_QUESTION, Mall
from prapazar.sandbox.idefix.visit import Refusal, Routes, Visit, iso
from prapazar.sandbox.jsontext import Json

_SHORTEST, _LONGEST = 2, 2000
routes = Routes()


@routes.route("GET", "/pim/vendor/{vendor}/question/filter")
def listed(visit: Visit) -> Reply:
    query = visit.call.query
    start, end = int(query.get("startDate", 0)), int(query.get("endDate", 0)) or visit.now_ms + 1
    found = [one for one in visit.seller["question"].values() if start <= one["askedMs"] <= end]
    found.sort(key=lambda one: (one["askedMs"], one["id"]), reverse=query.get("sort") == "newest")
    return visit.paged([_shown(one) for one in found])


@routes.route("POST", "/pim/vendor/{vendor}/question/{question}/answer")
def answer(visit: Visit) -> Reply:
    question = visit.seller["question"].get(visit.values["question"])
    if question is None:
        raise Refusal("QUESTION_NOT_FOUND", "Soru bulunamadı.", 404)
    text = str(visit.body().get("answer_body") or "")
    if not _SHORTEST <= len(text) <= _LONGEST:
        raise Refusal("VALIDATION_ERROR", "answer_body 2 ile 2000 karakter arasında olmalıdır.", 422)
    if question["productQuestionAnswer"]:
        raise Refusal("QUESTION_ALREADY_ANSWERED")
    question["productQuestionAnswer"] = [{"answerBody": text, "createdAt": iso(visit.now_ms)}]
    visit.mall.files.put(visit.seller, "question", str(question["id"]), question)
    return json_reply({})


def ask(mall: Mall, account: Account, product: Json, text: str) -> Json:
    number = mall.files.next_number("question", FIRST_QUESTION)
    question: Json = {
        "id": number,
        "question": text,
        "askedMs": mall.ground.now_ms(),
        "isArchived": False,
        "customerName": "A** Y**",
        "showMyName": False,
        "product": {"name": product["title"], "image": None, "barcode": product["barcode"]},
        "productQuestionAnswer": [],
    }
    mall.files.put(account, "question", str(number), question)
    mall.ground.store.flush()
    return question


def _shown(question: Json) -> Json:
    rest = {name: value for name, value in question.items() if name != "askedMs"}
    return {**rest, "createdAt": iso(question["askedMs"])}

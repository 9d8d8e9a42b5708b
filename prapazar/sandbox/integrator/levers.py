"""The levers of pretend integrators: what GİB, a recipient or the clock does to a document."""

from typing import ClassVar

from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator.office import Answer, Office
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError
from prapazar.sandbox.service_desk import ServiceDesk

SHOWN = ("number", "recipient", "alias", "copies", "website", "profile", "envelope", "facts")
_TEN = 10
_NINE = 9


class IntegratorDesk(ServiceDesk[Office]):
    """`accounts` opens one with a tax number of its own; deeds move its documents."""

    first_account = 1
    secrets: ClassVar[tuple[str, ...]] = ()
    """What an account of this integrator logs in with; each gets a value made of its number."""

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("account"))
        given = {name: str(request.get(name) or f"sandbox-{name}-{number}") for name in self.secrets}
        profile: Json = {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "tax_number": str(request.get("tax_number") or sellers_number(int(number))),
            **given,
        }
        return self._described(self._mall.open_account(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "kept":
            return self._kept(found, str(request["uuid"]))
        if deed == "carry":
            return self._carry(found, request)
        if deed == "taxpayers":
            title, aliases = str(request["title"]), [str(one) for one in request["aliases"]]
            return self._mall.register(found, str(request["tax_number"]), title, aliases)
        if deed == "invalidate":
            return self.change_account(account, {"is_next_invalid": True})
        if deed == "trouble":
            return self.change_account(account, {"trouble": True})
        if deed == "credits":
            return self.change_account(account, {"credit": int(request["left"])})
        raise ControlError(404, f"no deed {deed}")

    def _kept(self, account: Account, uuid: str) -> Json:
        found = self._mall.document(account, uuid)
        return {} if found is None else {name: found[name] for name in SHOWN}

    def _carry(self, account: Account, request: Json) -> Json:
        """`code`: GİB's; `answer`: the recipient's; `reported`, `cancelled`; `odd`: a word nobody knows."""
        document = self._mall.document(account, str(request["uuid"]))
        if document is None:
            raise ControlError(404, f"no document {request['uuid']}")
        changed: Json = {"odd": str(request.get("odd", ""))}
        if "code" in request:
            changed["code"] = int(request["code"])
        if "answer" in request:
            changed["answer"] = Answer(str(request["answer"])).value
        if "reported" in request:
            changed["isReported"] = bool(request["reported"])
        if "cancelled" in request:
            changed["cancelledMs"] = self._mall.ground.now_ms() if request["cancelled"] else None
        self._mall.change(account, document, **changed)
        self._mall.ground.store.flush()
        return self._kept(account, document["uuid"])


def sellers_number(account: int) -> str:
    """A tax number of ten digits whose last one is right."""
    return checked(f"{300_000_000 + account:09d}")


def checked(nine: str) -> str:
    """Nine digits and the one that follows from them."""
    total = 0
    for place, digit in enumerate(nine):
        shifted = (int(digit) + _NINE - place) % _TEN
        total += _NINE if shifted == _NINE else shifted * 2 ** (_NINE - place) % _NINE
    return f"{nine}{(_TEN - total % _TEN) % _TEN}"

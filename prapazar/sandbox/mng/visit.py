"""One request of a known customer of MNG's, and how it is refused."""

from collections.abc import Callable
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.mng.mall import Mall
from prapazar.sandbox.routing import RouteTable


class Refusal(Exception):
    """What MNG says no to; `field` is the one of the request, in MNG's words."""

    def __init__(self, message: str, status: int = 400, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.field = field

    def reply(self, shape: str) -> Reply:
        if shape == "error":
            error = {"Code": str(self.status), "Message": self.message, "Description": self.field}
            return json_reply({"error": error}, self.status)
        errors = [{"field": self.field, "message": self.message}] if self.field else []
        body = {"statusCode": self.status, "statusMessage": self.message, "result": None, "errors": errors}
        return json_reply(body, self.status)


@dataclass(slots=True)
class Visit:
    mall: Mall
    account: Account
    call: Call
    values: dict[str, str]

    def order(self, reference: str) -> Json:
        found = self.account["order"].get(reference)
        if found is None:
            status = 400 if self.mall.rules.unknown_reference == "400" else 404
            raise Refusal(f"{reference} referans numaralı kayıt bulunamadı.", status)
        return found

    def done(self, message: str) -> Reply:
        is_text = self.mall.rules.write_answer == "text"
        return json_reply(message if is_text else {"statusCode": 200, "statusMessage": message})


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]

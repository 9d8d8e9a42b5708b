"""The front door of the pretend WhatsApp Cloud API: bearer token, Graph's errors."""

import re
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import Office, broken

_SHORTEST = 8
"""Digits; less is no number."""
_SEND = re.compile(r"/v\d+\.\d+/(\d+)/messages")
_TEMPLATES = re.compile(r"/v\d+\.\d+/(\d+)/message_templates")


@dataclass
class Rules:
    """What the documents leave open."""

    burst: int = 0
    burst_ms: int = 60_000
    tells_status: bool = True
    """`message_status` stands in the answer."""
    limit_status: int = 429
    """HTTP status of errors 130429 and 131056: 429 or 400."""


class WhatsappGateway:
    def __init__(self, office: Office) -> None:
        self._office = office

    def account(self, call: Call) -> str:
        found = self._holder(call)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        account = self._holder(call)
        if account is None:
            return _refused(401, 190, "Error validating access token")
        if self._office.is_crowded(account):
            return _refused(self._office.rules.limit_status, 130429, "Rate limit hit")
        try:
            if call.method == "POST" and (match := _SEND.fullmatch(call.path)):
                return self._send(account, match[1], call.json_object())
            if call.method == "GET" and (match := _TEMPLATES.fullmatch(call.path)):
                return self._templates(account, match[1])
        except (KeyError, TypeError, ValueError):
            pass
        return _refused(400, 100, "Invalid parameter")

    def broken(self, fault: Fault) -> Reply:
        return broken(
            fault, {"error": {"message": "An unknown error occurred", "type": "OAuthException", "code": 1}}
        )

    def _send(self, account: Account, phone: str, asked: Json) -> Reply:
        to = re.sub(r"\D", "", asked["to"])
        if refusal := self._fault(account, phone, asked, to):
            return _refused(*refusal)
        template = asked["template"]
        places = _places(template)
        number = self._office.files.guid("wamid").replace("-", "").upper()
        message: Json = {
            "id": f"wamid.{number}",
            "to": to,
            "text": f"{template['name']}/{template['language']['code']}/{'|'.join(places)}",
            "iys": "",
            "status": "accepted",
            "at": self._office.ground.now_ms(),
        }
        self._office.keep(account, message)
        told: Json = {"id": message["id"]}
        if self._office.rules.tells_status:
            told["message_status"] = "accepted"
        return json_reply(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": asked["to"], "wa_id": to}],
                "messages": [told],
            }
        )

    def _fault(self, account: Account, phone: str, asked: Json, to: str) -> tuple[int, int, str] | None:
        is_said = asked["messaging_product"] == "whatsapp" and asked["recipient_type"] == "individual"
        template = asked.get("template") or {"name": "", "language": {"code": ""}}
        wanted = account.profile["templates"].get(template["name"])
        places = _places(template)
        is_reachable = to not in account.profile["refusing"] and len(to) >= _SHORTEST
        checks = (
            (is_said, (400, 100, "Invalid parameter")),
            (phone == account.profile["phone_number_id"], (400, 133010, "Phone number not registered")),
            (asked["type"] == "template", (400, 131047, "Re-engagement message")),
            (
                wanted is not None and template["language"]["code"],
                (404, 132001, "Template name does not exist"),
            ),
            (len(places) == wanted and all(places), (400, 132000, "Number of parameters does not match")),
            (is_reachable, (400, 131026, "Message undeliverable")),
        )
        return next((refusal for is_right, refusal in checks if not is_right), None)

    def _templates(self, account: Account, waba: str) -> Reply:
        if waba != account.profile["waba_id"]:
            return _refused(400, 100, "Unsupported get request")
        rows = [
            {"id": str(number), "name": name, "language": "tr", "status": "APPROVED", "category": "UTILITY"}
            for number, name in enumerate(account.profile["templates"])
        ]
        return json_reply({"data": rows, "paging": {"cursors": {"before": "", "after": ""}}})

    def _holder(self, call: Call) -> Account | None:
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        return self._office.by_profile(token=token) if scheme.lower() == "bearer" else None


def _places(template: Json) -> list[str]:
    parts = [part for part in template.get("components", []) if part["type"] == "body"]
    return [one["text"] for part in parts for one in part["parameters"]]


def _refused(status: int, code: int, words: str) -> Reply:
    error: Json = {
        "message": f"(#{code}) {words}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "A1b2",
    }
    return json_reply({"error": error}, status)

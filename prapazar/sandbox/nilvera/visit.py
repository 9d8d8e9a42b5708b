"""One request of a known key, and how Nilvera refuses: a sentence, and codes with their details."""

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy

from prapazar.sandbox.account_visit import AccountVisit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.routing import RouteTable


class Refusal(Exception):
    def __init__(self, status: int, code: int, description: str, detail: str = "") -> None:
        super().__init__(description)
        self.status = status
        self.error = {"Code": code, "Description": description, "Detail": detail}

    def reply(self) -> Reply:
        return json_reply({"Message": self.error["Description"], "Errors": [self.error]}, self.status)


@dataclass(slots=True)
class Visit(AccountVisit[Office]):
    def unreadable(self) -> Refusal:
        return Refusal(400, 400, "İstek okunamadı.")

    def file(self) -> bytes:
        """What the form's field `file` holds."""
        kind = self.call.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            raise Refusal(400, 400, "multipart/form-data bekleniyor.")
        head = f"content-type: {kind}\r\nmime-version: 1.0\r\n\r\n".encode()
        form = message_from_bytes(head + self.call.body, policy=policy.HTTP)
        for part in form.iter_parts():
            if part.get_param("name", header="content-disposition") == "file":
                found = part.get_payload(decode=True)
                return found if isinstance(found, bytes) else b""
        raise Refusal(400, 400, "file alanı zorunludur.")


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]

"""The levers of the pretend İleti Merkezi."""

from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.iletimerkezi.gateway import IletiGateway, Rules
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import MessageDesk, Office
from prapazar.sandbox.provider import Provider

_WORDS = {110: "accepted", 111: "delivered", 112: "undelivered"}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "iletimerkezi", Rules())
    desk = IletiDesk(office)
    if not office.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(IletiGateway(office), desk, office)


class IletiDesk(MessageDesk):
    """`report_url` is what the merchant enters in the panel."""

    def profile(self, number: str, request: Json) -> Json:
        return {
            "name": str(request.get("name") or f"Üye {number}"),
            "key": f"sandboxkey{number}",
            "hash": str(request.get("hash") or f"sandbox-hash-{number}"),
            "header": "PRAPAZAR",
            "senders": ["PRAPAZAR"],
            "credits": 1000,
            "refusing": [],
            "report_url": "",
        }

    def told(self, account: Account, message: Json) -> None:
        url = account.profile["report_url"]
        if not url:
            return
        word = _WORDS.get(message["status"], str(message["status"]))
        report = {
            "id": int(message["id"]) + 7,
            "packet_id": int(message["id"]),
            "status": word,
            "to": f"+90{message['to']}",
            "body": message["text"],
        }
        self._mall.ground.courier.send(
            Parcel(
                provider="iletimerkezi",
                account=account.number,
                webhook="report",
                topic=message["id"],
                url=url,
                body=jsontext.dump({"report": report}).encode(),
                headers={"Content-Type": "application/json"},
                settle=_once,
            )
        )


def _once(_status: int | None) -> timedelta | None:
    """Whether a report that was not taken comes again is not documented."""
    return None

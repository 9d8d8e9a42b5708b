"""The levers of the pretend NetGSM."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import MessageDesk, Office
from prapazar.sandbox.netgsm.gateway import NetgsmGateway, Rules
from prapazar.sandbox.provider import Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "netgsm", Rules())
    desk = NetgsmDesk(office)
    if not office.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(NetgsmGateway(office), desk, office)


class NetgsmDesk(MessageDesk):
    def profile(self, number: str, request: Json) -> Json:
        return {
            "name": str(request.get("name") or f"Abone {number}"),
            "usercode": f"850{number}",
            "password": str(request.get("password") or f"sandbox-pass-{number}"),
            "header": "PRAPAZAR",
            "headers": ["PRAPAZAR"],
            "credits": 1000,
            "refusing": [],
        }

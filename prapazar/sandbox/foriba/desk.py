"""The levers of the pretend Foriba."""

from prapazar.sandbox.foriba.gateway import ForibaRules, door
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.integrator.levers import IntegratorDesk, sellers_number
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import Provider


class ForibaDesk(IntegratorDesk):
    secrets = ("username", "password", "sender_alias")

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("account"))
        alias = f"urn:mail:defaultgb@magaza{number}.com"
        return super().open_account({"sender_alias": alias, **request, "account": number})


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "foriba", ForibaRules())
    desk = ForibaDesk(office)
    if not office.files.accounts:
        desk.open_account({"account": 1, "name": "Deneme Mağaza", "tax_number": sellers_number(1)})
    return Provider(door(office), desk, office)

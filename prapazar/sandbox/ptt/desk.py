"""The levers of the pretend PTT."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.ptt.gateway import PttGateway
from prapazar.sandbox.ptt.office import Office
from prapazar.sandbox.service_desk import ServiceDesk


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its WSDLs tell the address they were asked at
    office = Office(ground)
    desk = PttDesk(office)
    if not office.files.accounts:
        desk.open_account({"customer_number": str(desk.first_account), "password": "sandbox-password"})
    return Provider(PttGateway(office), desk, office)


class PttDesk(ServiceDesk[Office]):
    first_account = 904_000_001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("customer_number"))
        profile: Json = {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "password": str(request.get("password") or f"sandbox-password-{number}"),
            "range_first": str(request.get("range_first") or "275036000000"),
            "range_last": str(request.get("range_last") or "275036999999"),
        }
        account = self._files.open(number, profile)
        self._mall.ground.store.flush()
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`moves` {reference, word, text} and `kept` {reference}: its parcels."""
        found = self._files.account(account)
        if deed == "moves":
            return self._mall.move(found, request)
        if deed == "kept":
            reference = str(request["reference"])
            parcels = self._mall.found(found, lambda one: one["musteriReferansNo"] == reference)
            return {
                "parcels": parcels,
                "cash": str(sum(decimal(one["odeme_sart_ucreti"]) for one in parcels)),
            }
        raise ControlError(404, f"no deed {deed}")

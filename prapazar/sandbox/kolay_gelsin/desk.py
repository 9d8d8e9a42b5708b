"""The front door and the levers of the pretend Kolay Gelsin."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.kolay_gelsin.depot import Depot
from prapazar.sandbox.kolay_gelsin.shipments import routes
from prapazar.sandbox.parcel_gateway import ParcelGateway, bearer
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    depot = Depot(ground)
    desk = KolayGelsinDesk(depot)
    if not depot.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Ticaret"})
    return Provider(KolayGelsinGateway(depot, routes), desk, depot)


class KolayGelsinGateway(ParcelGateway[Depot]):
    def holder(self, call: Call, *, also_expired: bool = False) -> Account | None:  # noqa: ARG002 - a token never ends
        token = bearer(call)
        return next(
            (one for one in self._depot.files.accounts.values() if one.profile["token"] == token), None
        )

    def refusal(self, status: int, words: str) -> Reply:
        return json_reply({"ResultCode": status, "ResultMessage": words, "Payload": None}, status)

    def log_in(self, call: Call) -> Reply:  # noqa: ARG002 - nobody logs in
        return self.refusal(404, "Not found")


class KolayGelsinDesk(ServiceDesk[Depot]):
    first_account = 6401

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        profile = {
            "name": str(request.get("name") or f"Firma {number}"),
            "token": str(request.get("token") or f"sandbox-kolay-gelsin-{number}"),
            "customer_id": number,
            "address_id": f"9{number}",
            "collects": True,
        }
        return self._described(self._mall.open_customer(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:  # noqa: ARG002 - it has none of its own
        raise ControlError(404, f"no deed {deed}")

    def _move(self, account: Account, number: str, status: str) -> None:
        self._mall.note(account, account["order"][number], int(status) if status.isdecimal() else status)

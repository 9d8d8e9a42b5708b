"""The levers of the pretend Yurtiçi Kargo."""

from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk
from prapazar.sandbox.yurtici import tracking
from prapazar.sandbox.yurtici.gateway import YurticiGateway
from prapazar.sandbox.yurtici.office import Office

_FIRST_USERS: Json = {"YKTEST": {"password": "YK", "contract": "sender"}}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground)
    if not office.files.accounts:
        profile = {"name": "Deneme Gönderici", "users": _FIRST_USERS, "listed": True, "trouble": ""}
        office.open_customer(str(YurticiDesk.first_account), profile)
    return Provider(YurticiGateway(office), YurticiDesk(office), office)


class YurticiDesk(ServiceDesk[Office]):
    """A customer has a user for each contract: `sender`, `receiver` or `cash`."""

    first_account = 7001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("customer"))
        users = {
            f"{prefix}{number}": {
                "password": f"sandbox-password-{prefix.lower()}-{number}",
                "contract": contract,
            }
            for prefix, contract in (("YK", "sender"), ("AO", "receiver"), ("TT", "cash"))
        }
        profile = {"name": f"Gönderici {number}", "users": users, "listed": True, "trouble": ""}
        given = {name: request[name] for name in profile if name in request}
        return self._described(self._mall.open_customer(number, {**profile, **given}))

    def _described(self, account: Account) -> Json:
        """With the user whose contract has the sender pay."""
        users = account.profile["users"]
        payer = next(name for name, user in users.items() if user["contract"] == "sender")
        return {**super()._described(account), "user_name": payer, "password": users[payer]["password"]}

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`shipment` shows what was sent, `carry` moves it."""
        found = self._files.account(account)
        if deed == "carry":
            moved = tracking.carry(self._mall, found, request)
            self._mall.ground.store.flush()
            return {"moved": len(moved)}
        if deed == "shipment":
            return {"parcels": self._sent(found, str(request["reference"]))}
        if deed == "return_codes":
            return dict(found["return_code"])
        raise ControlError(404, f"no deed {deed}")

    def _sent(self, account: Account, reference: str) -> list[Json]:
        parcels = self._mall.parcels(account, reference)
        if not parcels:
            raise ControlError(404, f"no shipment {reference}")
        return [{**one["sent"], "user": one["user"], "status": one["status"]} for one in parcels]

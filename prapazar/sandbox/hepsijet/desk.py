"""The front door and the levers of the pretend HepsiJet."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.hepsijet.deliveries import envelope, routes
from prapazar.sandbox.hepsijet.depot import Depot
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.parcel_gateway import ParcelGateway, basic
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk

_LOGIN = "/auth/getToken"


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    depot = Depot(ground)
    desk = HepsijetDesk(depot)
    if not depot.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Ticaret"})
    return Provider(HepsijetGateway(depot, routes), desk, depot)


class HepsijetGateway(ParcelGateway[Depot]):
    def holder(self, call: Call, *, also_expired: bool = False) -> Account | None:
        if call.path == _LOGIN:
            return self._depot.company_of(basic(call)[0], trusts=True)
        return self._depot.tokens.holder(call.headers.get("x-auth-token", ""), also_expired=also_expired)

    def refusal(self, status: int, words: str) -> Reply:
        return json_reply({"status": "FAIL", "message": words, "data": None}, status)

    def log_in(self, call: Call) -> Reply:
        account = self._depot.company_of(*basic(call))
        if account is None:
            return self.refusal(401, "Kullanıcı adı veya şifre hatalı.")
        token = self._depot.files.guid("token")
        self._depot.tokens.keep(account, token, self._depot.rules.token_seconds)
        company = {"name": account.profile["name"], "abbreviationCode": account.profile["company_code"]}
        user = account.profile["username"]
        return envelope({"token": token, "id": int(account.number), "username": user, "company": company})


class HepsijetDesk(ServiceDesk[Depot]):
    first_account = 6001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        profile = {
            "name": str(request.get("name") or f"Firma {number}"),
            "username": str(request.get("username") or f"sandbox-hepsijet-{number}"),
            "password": str(request.get("password") or f"sandbox-password-{number}"),
            "company_code": str(request.get("company_code") or f"PP{number}"),
            "xdock_code": "IST_XDOCK",
            "address_id": f"PP{number}-1",
            "prefix": str(request.get("prefix") or "HJT"),
        }
        return self._described(self._mall.open_company(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:  # noqa: ARG002 - none of its deeds asks more
        if deed == "tokens":
            return {"forgotten": self._mall.tokens.forget(self._files.account(account))}
        raise ControlError(404, f"no deed {deed}")

    def _move(self, account: Account, number: str, status: str) -> None:
        self._mall.note(account, account["order"][number], status)

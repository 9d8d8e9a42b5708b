"""The front door and the levers of the pretend UPS."""

from urllib.parse import parse_qs

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.parcel_gateway import ParcelGateway, Routes, basic, bearer
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk
from prapazar.sandbox.ups import shipping, tracking
from prapazar.sandbox.ups.depot import Depot

_LOGIN = "/security/v1/oauth/token"
_CODES = {401: "250002", 403: "250003", 404: "9110404", 429: "10429", 500: "10004", 503: "10003"}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    depot = Depot(ground)
    desk = UpsDesk(depot)
    if not depot.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Ticaret"})
    routes = Routes()
    routes.include(shipping.routes)
    routes.include(tracking.routes)
    return Provider(UpsGateway(depot, routes), desk, depot)


class UpsGateway(ParcelGateway[Depot]):
    def holder(self, call: Call, *, also_expired: bool = False) -> Account | None:
        if call.path == _LOGIN:
            return self._depot.shipper_of(basic(call)[0], trusts=True)
        return self._depot.tokens.holder(bearer(call), also_expired=also_expired)

    def refusal(self, status: int, words: str) -> Reply:
        return shipping.errors(status, _CODES.get(status, "10001"), words)

    def log_in(self, call: Call) -> Reply:
        account = self._depot.shipper_of(*basic(call))
        if account is None:
            return shipping.errors(401, "10401", "ClientId is Invalid")
        if parse_qs(call.body.decode()) != {"grant_type": ["client_credentials"]}:
            return shipping.errors(400, "10400", "Invalid/Missing Grant Type")
        seconds = self._depot.rules.token_seconds
        token = self._depot.tokens.keep(account, self._depot.files.guid("token"), seconds)
        return json_reply(
            {
                "token_type": "Bearer",
                "issued_at": str(self._depot.ground.now_ms()),
                "client_id": account.profile["client_id"],
                "access_token": token,
                "expires_in": str(seconds),
                "refresh_count": "0",
                "status": "approved",
            }
        )


class UpsDesk(ServiceDesk[Depot]):
    """`webhook_url` and `webhook_credential` are what the merchant enters in UPS's portal."""

    first_account = 6201

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        profile = {
            "name": str(request.get("name") or f"Shipper {number}"),
            "client_id": str(request.get("client_id") or f"sandbox-ups-{number}"),
            "client_secret": str(request.get("client_secret") or f"sandbox-secret-{number}"),
            "shipper_number": f"PP{number}"[:6].rjust(6, "0"),
            "webhook_url": str(request.get("webhook_url") or ""),
            "webhook_credential": str(request.get("webhook_credential") or ""),
        }
        return self._described(self._mall.open_shipper(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:  # noqa: ARG002 - none of its deeds asks more
        if deed == "tokens":
            return {"forgotten": self._mall.tokens.forget(self._files.account(account))}
        raise ControlError(404, f"no deed {deed}")

    def _move(self, account: Account, number: str, status: str) -> None:
        self._mall.note(account, account["order"][number], status)

"""The levers of the pretend MNG."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.mng import queries
from prapazar.sandbox.mng.gateway import MngGateway
from prapazar.sandbox.mng.mall import Mall
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    desk = MngDesk(mall)
    if not mall.files.accounts:
        desk.open_account(
            {
                "customer_number": str(desk.first_account),
                "password": "sandbox-password",
                "client_id": "sandbox-client",
                "client_secret": "sandbox-secret",
            }
        )
    return Provider(MngGateway(mall), desk, mall)


class MngDesk(ServiceDesk[Mall]):
    first_account = 313_000_001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("customer_number"))
        usual = {
            "name": f"Mağaza {number}",
            "password": f"sandbox-password-{number}",
            "client_id": f"sandbox-client-{number}",
            "client_secret": f"sandbox-secret-{number}",
        }
        profile = {name: str(request.get(name) or value) for name, value in usual.items()}
        return self._described(self._mall.open_customer(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`moves` {reference, word, back}, `kept` {reference}, and `expire` ends every token."""
        found = self._files.account(account)
        if deed == "moves":
            return queries.move(self._mall, found, request)
        if deed == "expire":
            return {"ended": self._mall.tokens.forget(found)}
        if deed == "kept":
            kept = found["order"].get(str(request["reference"]))
            if kept is None:
                raise ControlError(404, f"no order {request['reference']}")
            return kept
        raise ControlError(404, f"no deed {deed}")

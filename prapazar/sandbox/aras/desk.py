"""The levers of the pretend Aras Kargo."""

from prapazar.sandbox.aras import queries
from prapazar.sandbox.aras.branch import Branch
from prapazar.sandbox.aras.gateway import ArasGateway
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk

_FIRST_PROFILE: Json = {
    "name": "Deneme Gönderici",
    "user": "neodyum",
    "password": "nd2580",
    "query_user": "neodyum",
    "query_password": "nd2580",
    "customer_code": "1932448851342",
    "branch": True,
}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    branch = Branch(ground)
    if not branch.files.accounts:
        branch.open_customer(str(ArasDesk.first_account), _FIRST_PROFILE)
    return Provider(ArasGateway(branch), ArasDesk(branch), branch)


class ArasDesk(ServiceDesk[Branch]):
    """A customer has a user for each of the two services."""

    first_account = 8001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("customer"))
        profile = {
            "name": f"Gönderici {number}",
            "user": f"gonderi{number}",
            "password": f"sandbox-password-{number}",
            "query_user": f"sorgu{number}",
            "query_password": f"sandbox-query-password-{number}",
            "customer_code": f"19324488{number}",
            "branch": True,
        }
        given = {name: request[name] for name in profile if name in request}
        return self._described(self._mall.open_customer(number, {**profile, **given}))

    def _described(self, account: Account) -> Json:
        """With the user under the name its service has for it."""
        return {**super()._described(account), "user_name": account.profile["user"]}

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`shipment` shows what was sent, `carry` has a branch scan or move it."""
        found = self._files.account(account)
        if deed == "carry":
            moved = queries.carry(self._mall, found, request)
            self._mall.ground.store.flush()
            return moved
        if deed == "shipment":
            order = found["order"].get(str(request["reference"]))
            if order is None:
                raise ControlError(404, f"no order {request['reference']}")
            return order
        raise ControlError(404, f"no deed {deed}")

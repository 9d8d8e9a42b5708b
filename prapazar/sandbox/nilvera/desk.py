"""The levers of the pretend Nilvera."""

from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.integrator.levers import IntegratorDesk, sellers_number
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.nilvera.gateway import NilveraGateway
from prapazar.sandbox.nilvera.invoices import NilveraRules, keep_series
from prapazar.sandbox.provider import ControlError, Provider

_USUAL_SERIES = ("EFT", "FTR", "ARS")


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "nilvera", NilveraRules())
    desk = NilveraDesk(office)
    if not office.files.accounts:
        desk.open_account({"account": 1, "name": "Deneme Mağaza", "tax_number": sellers_number(1)})
    return Provider(NilveraGateway(office), desk, office)


class NilveraDesk(IntegratorDesk):
    secrets = ("api_key",)

    def open_account(self, request: Json) -> Json:
        described = super().open_account(request)
        account = self._files.account(described["account"])
        for name in request.get("series", _USUAL_SERIES):
            for part in ("einvoice", "earchive"):
                keep_series(self._mall, account, part, str(name))
        return described

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "series":
            return self._forget_series(found, str(request["without"]))
        return super().deed(account, deed, request)

    def _forget_series(self, account: Account, name: str) -> Json:
        """As if nobody had ever set it up."""
        gone = [key for key in account["series"] if key.endswith(f"/{name}")]
        for key in gone:
            self._files.drop(account, "series", key)
        if not gone:
            raise ControlError(404, f"no series {name}")
        return {"forgotten": gone}

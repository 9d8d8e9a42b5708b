"""The levers of the pretend central bank: rates of a day, and when they are published."""

from datetime import date

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk
from prapazar.sandbox.tcmb.bank import ACCOUNT, Bank, BankGateway


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    bank = Bank(ground)
    if not bank.files.accounts:
        bank.files.open(ACCOUNT, {"name": "TCMB"})
    return Provider(BankGateway(bank), BankDesk(bank), bank)


class BankDesk(ServiceDesk[Bank]):
    def open_account(self, request: Json) -> Json:  # noqa: ARG002 - there is one, and it is everybody's
        return self._described(self._files.account(ACCOUNT))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`rates`: `{"day": "2026-11-20", "USD": "42.5"}`, in the bulletin's own units."""
        if deed != "rates":
            raise ControlError(404, f"no deed {deed}")
        day = date.fromisoformat(str(request["day"])).isoformat()
        given = {code: str(rate) for code, rate in request.items() if code != "day"}
        self._files.put(self._files.account(account), "rates", day, given)
        self._mall.ground.store.flush()
        return {"day": day, **given}

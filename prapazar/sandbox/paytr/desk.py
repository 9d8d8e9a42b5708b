"""The levers of the pretend PayTR."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.paytr.gateway import PaytrGateway
from prapazar.sandbox.paytr.till import Till, notification
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    till = Till(ground)
    desk = PaytrDesk(till)
    if not till.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(PaytrGateway(till), desk, till)


class PaytrDesk(ServiceDesk[Till]):
    """`callback_url` is what the merchant enters in PayTR's panel."""

    first_account = 370001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        profile = {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "merchant_id": number,
            "merchant_key": str(request.get("merchant_key") or f"sandbox-key-{number}"),
            "merchant_salt": str(request.get("merchant_salt") or f"sandbox-salt-{number}"),
            "callback_url": str(request.get("callback_url") or ""),
        }
        return self._described(self._mall.open_account(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`kept`: a payment as PayTR keeps it; `again`: its notification once more.

        `notification`: one as PayTR signs it; `panel_refund` (`amount`): what a merchant does in PayTR's own panel.
        """
        found = self._files.account(account)
        payment = found["payment"].get(str(request.get("reference", "")))
        if payment is None:
            raise ControlError(404, f"no payment {request.get('reference')}")
        if deed == "kept":
            return payment
        if deed == "again":
            self._mall.notify(found, payment)
            return payment
        if deed == "notification":
            return notification(found, payment)
        if deed == "panel_refund":
            row = {
                "is_test": int(payment["test_mode"]),
                "merchant_oid": payment["oid"],
                "return_amount": str(request["amount"]),
            }
            payment["returns"].append(row)
            self._mall.put(found, payment)
            return payment
        raise ControlError(404, f"no deed {deed}")

"""The levers of the pretend iyzico."""

from decimal import Decimal

from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.iyzico.gateway import IyzicoGateway
from prapazar.sandbox.iyzico.payments import give_back, take_back
from prapazar.sandbox.iyzico.till import Till, webhook, webhook_signature
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk


def open_provider(ground: Ground, address: str) -> Provider:
    till = Till(ground, address)
    desk = IyzicoDesk(till)
    if not till.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(IyzicoGateway(till), desk, till)


class IyzicoDesk(ServiceDesk[Till]):
    """`webhook_url` is what the merchant enters in iyzico's panel."""

    first_account = 3400001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("number"))
        profile = {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "api_key": str(request.get("api_key") or f"sandbox-api-{number}"),
            "secret_key": str(request.get("secret_key") or f"sandbox-secret-{number}"),
            "webhook_url": str(request.get("webhook_url") or ""),
            "trouble": False,
        }
        return self._described(self._mall.open_account(number, profile))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`kept`: a form by its conversation; `again`: its webhook at once; `webhook`: one as iyzico signs it.

        `status` puts a word there; `trouble` answers the next call with a fault of iyzico's own, within a 200.
        `panel_refund` (`amount`) and `panel_cancel`: what a merchant does in iyzico's own panel.
        """
        found = self._files.account(account)
        if deed == "trouble":
            return self.change_account(account, {"trouble": True})
        wanted = str(request.get("reference", ""))
        form = next((one for one in found["form"].values() if one["conversationId"] == wanted), None)
        if form is None:
            raise ControlError(404, f"no payment {wanted}")
        if deed == "kept":
            return form
        if deed == "again":
            self._mall.notify(found, form, at_once=True)
            return form
        if deed == "webhook":
            event = webhook(found, form, self._mall.ground.now_ms())
            return {"event": event, "signature": webhook_signature(found, event)}
        if deed == "status":
            form["paymentStatus"] = str(request["status"])
            self._mall.put(found, form)
            return form
        return self._in_panel(found, form, deed, request)

    def _in_panel(self, account: Account, form: Json, deed: str, request: Json) -> Json:
        if deed == "panel_refund":
            give_back(self._mall, account, form, Decimal(str(request["amount"])))
        elif deed == "panel_cancel":
            take_back(self._mall, account, form)
        else:
            raise ControlError(404, f"no deed {deed}")
        return form

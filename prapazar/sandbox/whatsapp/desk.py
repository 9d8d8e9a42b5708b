"""The levers of the pretend WhatsApp."""

import hashlib
import hmac
from datetime import timedelta

from prapazar.sandbox import jsontext
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import MessageDesk, Office
from prapazar.sandbox.provider import Provider
from prapazar.sandbox.whatsapp.gateway import Rules, WhatsappGateway


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "whatsapp", Rules())
    desk = WhatsappDesk(office)
    if not office.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(WhatsappGateway(office), desk, office)


class WhatsappDesk(MessageDesk):
    """`callback_url` is what the merchant enters at Meta. Templates: a name, and how many places it has."""

    def profile(self, number: str, request: Json) -> Json:
        return {
            "name": str(request.get("name") or f"İşletme {number}"),
            "token": str(request.get("token") or f"sandbox-token-{number}"),
            "phone_number_id": f"1060{number}",
            "waba_id": f"1020{number}",
            "app_secret": str(request.get("app_secret") or f"sandbox-app-secret-{number}"),
            "verify_token": f"sandbox-verify-{number}",
            "templates": {"siparis_yolda": 3, "kampanya": 1},
            "credits": 0,
            "refusing": [],
            "callback_url": "",
        }

    def told(self, account: Account, message: Json) -> None:
        url = account.profile["callback_url"]
        if not url:
            return
        status: Json = {
            "id": message["id"],
            "status": message["status"],
            "timestamp": str(self._mall.ground.now_ms() // 1000),
            "recipient_id": message["to"],
        }
        if message["status"] == "failed":
            status["errors"] = [
                {"code": 131026, "title": "Message undeliverable", "message": "undeliverable"}
            ]
        else:
            status["pricing"] = {"billable": True, "pricing_model": "PMP", "category": "utility"}
        body = jsontext.dump(_event(account, {"statuses": [status]})).encode()
        signed = hmac.new(account.profile["app_secret"].encode(), body, hashlib.sha256).hexdigest()
        self._mall.ground.courier.send(
            Parcel(
                provider="whatsapp",
                account=account.number,
                webhook="messages",
                topic=message["id"],
                url=url,
                body=body,
                headers={"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signed}"},
                settle=_again,
            )
        )


def _event(account: Account, said: Json) -> Json:
    value: Json = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "908500000000",
            "phone_number_id": account.profile["phone_number_id"],
        },
        **said,
    }
    change: Json = {"field": "messages", "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account.profile["waba_id"], "changes": [change]}],
    }


def _again(status: int | None) -> timedelta | None:
    return None if status is not None and status < 300 else timedelta(minutes=1)  # noqa: PLR2004 - any success

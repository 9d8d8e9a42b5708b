"""What the pretend UPS remembers, its rules, of which type each activity code is, and its alerts."""

import json
from dataclasses import dataclass
from datetime import timedelta

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.filing import Account, Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.tokens import Tokens

PROVIDER = "ups"
TYPES = {
    **dict.fromkeys(("M", "MP"), "M"),
    **dict.fromkeys(("MV", "VD", "CA"), "MV"),
    **dict.fromkeys(("P", "PU"), "P"),
    **dict.fromkeys(("I", "OR", "DP", "AR", "AF", "OT", "OD", "OF", "RP", "DY", "SD"), "I"),
    **dict.fromkeys(("D", "FS", "KB", "F4"), "D"),
    **dict.fromkeys(("X", "EX", "HX", "HD", "RF", "UR", "UF"), "X"),
    **dict.fromkeys(("RS", "RT"), "RS"),
    "O": "O",
    "U": "U",
}


@dataclass
class Rules:
    """What the documents leave open, and where they name a figure."""

    burst: int = 0
    """Requests in `burst_ms`; 0: none is documented."""
    burst_ms: int = 60_000
    token_seconds: int = 14_399
    package_results: str = "array"
    """Results of a single package come as `array` or `object`."""
    unknown_number: str = "warning"
    """A number nobody knows is answered 200 with a `warning`, or `404`."""
    tells_gmt: bool = True
    """Activities tell their moment in GMT beside the local one."""
    alert_header: str = "credential"
    """An alert proves itself in a header `credential` or `authorization`."""


class Depot:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = Rules()
        self.files = Filing(ground, PROVIDER, ("order", "token", "alert"))
        self.tokens = Tokens(self.files)

    def open_shipper(self, number: str, profile: Json) -> Account:
        account = self.files.open(number, profile)
        self.ground.store.flush()
        return account

    def shipper_of(self, client: str, secret: str = "", *, trusts: bool = False) -> Account | None:
        for account in self.files.accounts.values():
            if account.profile["client_id"] == client and (
                trusts or account.profile["client_secret"] == secret
            ):
                return account
        return None

    def note(self, account: Account, shipment: Json, code: str) -> None:
        """Newest first, as UPS tells them."""
        step = {"code": code, "type": TYPES.get(code, code), "atMs": self.ground.now_ms()}
        shipment["activities"].insert(0, step)
        self.files.put(account, "order", shipment["reference"], shipment)
        for number in shipment["numbers"]:
            if account["alert"].get(number) is not None:
                self._alert(account, number, step)

    def _alert(self, account: Account, number: str, step: Json) -> None:
        url = account.profile["webhook_url"]
        if not url:
            return
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "UPSPubSubTrackingService",
            "x-api-key": account.profile["client_id"],
            **self._credential(account.profile["webhook_credential"]),
        }
        body = json.dumps(alert(number, step)).encode()
        self.ground.courier.send(
            Parcel(PROVIDER, account.number, "alert", number, url, body, headers, lambda _: None)
        )

    def _credential(self, credential: str) -> dict[str, str]:
        """Where it comes is nowhere said."""
        is_bearer = self.rules.alert_header == "authorization"
        return {"Authorization": f"Bearer {credential}"} if is_bearer else {"credential": credential}


def alert(number: str, step: Json) -> Json:
    moment = from_ms(step["atMs"])
    local = moment + timedelta(hours=3)
    return {
        "trackingNumber": number,
        "localActivityDate": f"{local:%Y%m%d}",
        "localActivityTime": f"{local:%H%M%S}",
        "activityLocation": {"city": "Istanbul", "country": "TR"},
        "activityStatus": {
            "type": step["type"],
            "code": step["code"],
            "description": f"Activity {step['code']}",
        },
        "gmtActivityDate": f"{moment:%Y%m%d}",
        "gmtActivityTime": f"{moment:%H%M%S}",
        "receivedBy": "KOMSU" if step["type"] == "D" else "",
    }

"""The levers of the pretend Sürat."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.service_desk import ServiceDesk
from prapazar.sandbox.surat.branch import Branch
from prapazar.sandbox.surat.gateway import SuratGateway


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its WSDL tells the address it was asked at
    branch = Branch(ground)
    desk = SuratDesk(branch)
    if not branch.files.accounts:
        number = str(desk.first_account)
        desk.open_account({"user": number, "password": "sandbox-password", "web_password": "sandbox-web"})
    return Provider(SuratGateway(branch), desk, branch)


class SuratDesk(ServiceDesk[Branch]):
    first_account = 1_038_100_001

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("user"))
        usual = {
            "name": f"Mağaza {number}",
            "password": f"sandbox-password-{number}",
            "web_password": f"sandbox-web-{number}",
        }
        profile: Json = {name: str(request.get(name) or value) for name, value in usual.items()}
        account = self._files.open(number, profile)
        self._mall.ground.store.flush()
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`moves` {reference, word} and `kept` {reference}."""
        found = self._files.account(account)
        reference = str(request["reference"])
        if deed == "moves":
            return self._mall.move(found, reference, str(request["word"]))
        if deed == "kept" and reference in found["parcel"]:
            return found["parcel"][reference]
        raise ControlError(404, f"no {deed} of {reference}")

"""One request of a shop's webservice, and how it is refused."""

from dataclasses import dataclass

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account
from prapazar.sandbox.prestashop.mall import Mall


class Refusal(Exception):
    """What the webservice says no to, by its own number."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(slots=True)
class Visit:
    mall: Mall
    shop: Account
    call: Call
    resource: str
    number: str
    as_json: bool

    @property
    def languages(self) -> list[str]:
        found: list[str] = self.shop.profile["languages"]
        wanted = self.call.query.get("language", "")
        return [wanted] if wanted in found else found

    @property
    def address(self) -> str:
        """Of this shop's webservice."""
        return (
            f"{self.call.scheme}://{self.call.host}{self.call.full_path.partition('/api')[0].rstrip('/')}/api"
        )

"""One request of a known account, as far as every provider reads it alike."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import M
from prapazar.sandbox.jsontext import Json, NotJson


@dataclass(slots=True)
class AccountVisit(ABC, Generic[M]):
    mall: M
    seller: Account
    call: Call
    values: dict[str, str]
    """The open segments of the path."""

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()

    def body(self) -> Json:
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise self.unreadable() from cause

    @abstractmethod
    def unreadable(self) -> Exception:
        """How a body that is no JSON object is refused."""

    def objects(self, name: str) -> list[Json]:
        """The objects in this list of the body; none where it is no such list."""
        found = self.body().get(name)
        are_objects = isinstance(found, list) and all(isinstance(one, dict) for one in found)
        return found if found is not None and are_objects else []

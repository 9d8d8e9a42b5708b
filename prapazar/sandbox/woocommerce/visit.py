"""One request to a shop by a known key, with the ways its parameters are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable
from prapazar.sandbox.woocommerce.errors import ShopError
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Key, Shop


@dataclass(slots=True)
class Visit:
    mall: Mall
    shop: Shop
    key: Key
    call: Call
    values: Mapping[str, str]
    """The open segments of the path."""

    @property
    def now_ms(self) -> int:
        return self.mall.ground.now_ms()

    @property
    def address(self) -> str:
        return self.mall.address(self.shop)

    def body(self) -> Json:
        """JSON, or a form as PHP would read it."""
        if self.call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(self.call.body.decode(errors="replace"), keep_blank_values=True))
        try:
            return self.call.json_object()
        except NotJson as cause:
            raise ShopError(400, "rest_invalid_json", "Invalid JSON body passed.") from cause

    def number(self, name: str = "id") -> int:
        """Ids in paths are digits; WordPress knows no route otherwise."""
        text = self.values[name]
        if not text.isdecimal():
            raise ShopError(404, "rest_no_route", "No route was found matching the URL and request method.")
        return int(text)

    def is_forced(self) -> bool:
        """`force` may come in the query or in the body."""
        text = self.call.query.get("force")
        if text is None:
            text = str(self.body().get("force", ""))
        return text.lower() in ("true", "1")


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]

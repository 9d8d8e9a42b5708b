"""The levers of the sandbox itself, under /_control/: accounts, stock, orders, faults, limits, time."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.sandbox.baskets import BasketLine, Buyer, Refused
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Kind
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.provider import ControlError, Desk
from prapazar.sandbox.routing import RouteTable
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.spoiling import ORDER_STATUS

_Values = dict[str, str]
_Handler = Callable[["Control", Call, _Values], Awaitable[Reply]]
_BUYER_FIELDS = {entry.name for entry in fields(Buyer)}
_routes: RouteTable[_Handler] = RouteTable()


class Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def answer(self, call: Call) -> Reply:
        match = _routes.match(call.method, call.path)
        if match is None:
            status = 405 if _routes.methods(call.path) else 404
            return json_reply({"error": "no such lever", "levers": _levers()}, status)
        try:
            return await match.route.target(self, call, match.values)
        except Refused as refusal:
            return json_reply({"error": str(refusal), "kind": type(refusal).__name__}, 409)
        except ControlError as error:
            return json_reply({"error": str(error)}, error.status)
        except (NotJson, KeyError, TypeError, ValueError, ArithmeticError) as error:
            return json_reply({"error": f"{type(error).__name__}: {error}"}, 400)

    def desk(self, values: _Values) -> Desk:
        provider = self.sandbox.providers.get(values["slug"])
        if provider is None:
            raise ControlError(404, f"no provider {values['slug']}")
        return provider.desk


@_routes.route("GET", "/")
async def state(control: Control, _call: Call, _values: _Values) -> Reply:
    ground = control.sandbox.ground
    return json_reply(
        {
            "now": ground.clock.now().isoformat(),
            "requests": ground.journal.total,
            "webhooks_waiting": ground.courier.pending(),
            "providers": sorted(control.sandbox.providers),
            "levers": _levers(),
        }
    )


@_routes.route("GET", "/accounts")
async def accounts(control: Control, _call: Call, _values: _Values) -> Reply:
    return json_reply([row for one in control.sandbox.providers.values() for row in one.desk.accounts()])


@_routes.route("POST", "/{slug}/accounts")
async def open_account(control: Control, call: Call, values: _Values) -> Reply:
    return json_reply(control.desk(values).open_account(call.json_object()), 201)


@_routes.route("PATCH", "/{slug}/accounts/{account}")
async def change_account(control: Control, call: Call, values: _Values) -> Reply:
    return json_reply(control.desk(values).change_account(values["account"], call.json_object()))


@_routes.route("POST", "/{slug}/{account}/products")
async def seed(control: Control, call: Call, values: _Values) -> Reply:
    articles = call.json()
    if not isinstance(articles, list):
        raise ControlError(400, "a list of products is expected")
    return json_reply({"seeded": control.desk(values).seed(values["account"], articles)}, 201)


@_routes.route("GET", "/{slug}/{account}/stock/{key}")
async def stock(control: Control, _call: Call, values: _Values) -> Reply:
    return json_reply(control.desk(values).stock(values["account"], values["key"]))


@_routes.route("GET", "/{slug}/{account}/stock")
async def all_stock(control: Control, _call: Call, values: _Values) -> Reply:
    return json_reply(control.desk(values).all_stock(values["account"]))


@_routes.route("POST", "/{slug}/{account}/orders")
async def place_order(control: Control, call: Call, values: _Values) -> Reply:
    request = call.json_object()
    basket = [_basket_line(line) for line in request["lines"]]
    given: Json = {"first_name": "Ayşe", "last_name": "Yılmaz", **(request.get("buyer") or {})}
    buyer = Buyer(**{name: value for name, value in given.items() if name in _BUYER_FIELDS})
    at = datetime.fromisoformat(request["at"]) if request.get("at") else None
    desk = control.desk(values)
    return json_reply(desk.place_order(values["account"], basket, buyer, at, request.get("status")), 201)


@_routes.route("GET", "/{slug}/{account}/orders/{order}")
async def read_order(control: Control, _call: Call, values: _Values) -> Reply:
    return json_reply(control.desk(values).order(values["account"], values["order"]))


@_routes.route("POST", "/{slug}/{account}/orders/{order}/status")
async def move_order(control: Control, call: Call, values: _Values) -> Reply:
    status = str(call.json_object()["status"])
    return json_reply(control.desk(values).move_order(values["account"], values["order"], status))


@_routes.route("POST", "/{slug}/{account}/{deed}")
async def provider_deed(control: Control, call: Call, values: _Values) -> Reply:
    """What only one provider has: `claims` and `questions` at Trendyol, `keys` at WooCommerce."""
    return json_reply(control.desk(values).deed(values["account"], values["deed"], call.json_object()), 201)


@_routes.route("GET", "/{slug}/rules")
async def rules(control: Control, _call: Call, values: _Values) -> Reply:
    return json_reply(asdict(control.desk(values).rules))


@_routes.route("PUT", "/{slug}/rules")
@_routes.route("PATCH", "/{slug}/rules")
async def set_rules(control: Control, call: Call, values: _Values) -> Reply:
    """Limits, delays and contested behaviour."""
    held: Any = control.desk(values).rules
    for name, value in call.json_object().items():
        if not hasattr(held, name):
            raise ControlError(400, f"no rule {name}")
        setattr(held, name, value)
    control.sandbox.ground.gate.clear()
    control.sandbox.keep_rules()
    return json_reply(asdict(held))


@_routes.route("GET", "/faults")
async def faults(control: Control, _call: Call, _values: _Values) -> Reply:
    return json_reply(control.sandbox.ground.faults.listed())


@_routes.route("POST", "/faults")
async def add_fault(control: Control, call: Call, _values: _Values) -> Reply:
    request = call.json_object()
    provider = str(request.get("provider", "*"))
    options = dict(request.get("options") or {})
    if request.get("of") == "orders" and provider in ORDER_STATUS:
        options.setdefault("field", ORDER_STATUS[provider])
    fault = control.sandbox.ground.faults.add(
        Kind(str(request["kind"])),
        provider=provider,
        account=str(request.get("account", "*")),
        method=str(request.get("method", "*")),
        path=str(request.get("path", "*")),
        action=str(request.get("action", "*")),
        times=None if request.get("times") is None else int(request["times"]),
        probability=float(request.get("probability", 1)),
        options=options,
    )
    return json_reply(fault.described(), 201)


@_routes.route("DELETE", "/faults")
async def clear_faults(control: Control, call: Call, _values: _Values) -> Reply:
    return json_reply({"cleared": control.sandbox.ground.faults.clear(provider=call.query.get("provider"))})


@_routes.route("DELETE", "/faults/{number}")
async def clear_fault(control: Control, _call: Call, values: _Values) -> Reply:
    return json_reply({"cleared": control.sandbox.ground.faults.clear(number=int(values["number"]))})


@_routes.route("GET", "/requests")
async def requests(control: Control, call: Call, _values: _Values) -> Reply:
    query = call.query
    return json_reply(control.sandbox.ground.journal.listed(query.get("provider"), query.get("account")))


@_routes.route("DELETE", "/requests")
async def forget_requests(control: Control, _call: Call, _values: _Values) -> Reply:
    control.sandbox.ground.journal.clear()
    return json_reply({})


@_routes.route("GET", "/webhooks/deliveries")
async def deliveries(control: Control, _call: Call, _values: _Values) -> Reply:
    return json_reply(list(control.sandbox.ground.courier.deliveries))


@_routes.route("POST", "/webhooks/deliver")
async def deliver(control: Control, _call: Call, _values: _Values) -> Reply:
    """Everything that waits goes out now, retries included."""
    return json_reply({"sent": await control.sandbox.ground.courier.deliver_now()})


@_routes.route("PUT", "/webhooks")
async def set_webhooks(control: Control, call: Call, _values: _Values) -> Reply:
    """Whether they may leave this machine, and whether they wait until somebody says `deliver`."""
    courier, request = control.sandbox.ground.courier, call.json_object()
    courier.loopback_only = bool(request.get("loopback_only", courier.loopback_only))
    courier.paused = bool(request.get("paused", courier.paused))
    courier.start()
    return json_reply({"loopback_only": courier.loopback_only, "paused": courier.paused})


@_routes.route("POST", "/clock")
async def move_clock(control: Control, call: Call, _values: _Values) -> Reply:
    """`advance_seconds` and `advance_ms` skip time; `stopped` lets only that move it."""
    ground, request = control.sandbox.ground, call.json_object()
    if "stopped" in request:
        (ground.clock.stop if request["stopped"] else ground.clock.resume)()
    seconds, millis = int(request.get("advance_seconds", 0)), int(request.get("advance_ms", 0))
    ground.clock.advance(timedelta(seconds=seconds, milliseconds=millis))
    ground.courier.wake()
    return json_reply({"now": ground.clock.now().isoformat()})


@_routes.route("POST", "/reset")
async def reset(control: Control, _call: Call, _values: _Values) -> Reply:
    control.sandbox.reset()
    return json_reply({})


def _basket_line(line: Json) -> BasketLine:
    price = line.get("unit_price")
    key = str(line.get("key") or line.get("barcode") or line.get("sku"))
    return BasketLine(key, int(line.get("quantity", 1)), None if price is None else Decimal(str(price)))


def _levers() -> list[str]:
    return sorted(f"{route.method} /_control{route.template}" for route in _routes.listed())

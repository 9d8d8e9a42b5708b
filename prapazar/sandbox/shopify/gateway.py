"""The front doors of the pretend Shopify shops: the log-in, and the GraphQL address with its bucket of points."""

import hashlib
from collections.abc import Callable
from urllib.parse import parse_qs

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.shopify import language, schema, taxonomy
from prapazar.sandbox.shopify.consent import Consent
from prapazar.sandbox.shopify.engine import GraphFault, Plan, prepare
from prapazar.sandbox.shopify.events import Subscriptions
from prapazar.sandbox.shopify.fulfilling import Fulfilling, finish_jobs
from prapazar.sandbox.shopify.mall import Mall, gid, number_of
from prapazar.sandbox.shopify.order_views import OrderViews
from prapazar.sandbox.shopify.payments import Payments
from prapazar.sandbox.shopify.product_set import ProductSet
from prapazar.sandbox.shopify.returns import Returns
from prapazar.sandbox.shopify.shelves import Shelves, user_error

MOST_POINTS = 1000
_DOCUMENTATION = "https://shopify.dev/api/usage/rate-limits"
_BAD_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105 - a sentence
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_DRAWERS = {"Order": "order", "Product": "product", "ProductVariant": "variant", "Location": "location"}
Deed = Callable[[Json], Json]


class ShopifyGateway:
    """Each shop has a host of its own, which is the first part of the path here."""

    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._consent = Consent(mall)

    def account(self, call: Call) -> str:
        return call.path.strip("/").partition("/")[0]

    def answer(self, call: Call) -> Reply:
        shop = self._mall.files.accounts.get(self.account(call))
        parts = call.path.strip("/").split("/")[1:]
        if shop is None:
            return json_reply({"errors": "Not Found"}, 404)
        finish_jobs(self._mall, shop)
        if parts[:2] == ["admin", "oauth"]:
            return self._oauth(shop, call, parts[2:])
        if len(parts) != 4 or parts[:2] != ["admin", "api"] or parts[3] != "graphql.json":  # noqa: PLR2004 - its parts
            return json_reply({"errors": "Not Found"}, 404)
        version = _served(parts[2])
        if version is None or call.method != "POST":
            return json_reply({"errors": "Not Found"}, 404)
        if not self._mall.knows_token(shop, call.headers.get("x-shopify-access-token", "")):
            return json_reply({"errors": _BAD_TOKEN}, 401)
        reply = self._graph(shop, call, version)
        reply.headers["X-Shopify-API-Version"] = version
        return reply

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        status, text = {
            Kind.TOO_MANY: (429, "Exceeded 2 calls per second for api client."),
            Kind.FORBIDDEN: (403, "Forbidden"),
            Kind.EXPIRED_TOKEN: (401, _BAD_TOKEN),
            Kind.UNAVAILABLE: (503, "Service Unavailable"),
        }.get(fault.kind, (500, "Internal Server Error"))
        reply = json_reply({"errors": text}, status)
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _oauth(self, shop: Account, call: Call, parts: list[str]) -> Reply:
        if parts == ["authorize"] and call.method in {"GET", "POST"}:
            return self._consent.page(shop, call)
        if parts == ["access_token"] and call.method == "POST":
            return self._token(shop, call)
        return json_reply({"errors": "Not Found"}, 404)

    def _token(self, shop: Account, call: Call) -> Reply:
        """Asked by form or by JSON."""
        try:
            is_json = call.headers.get("content-type", "").startswith("application/json")
            form = (
                call.json_object() if is_json else {k: v[-1] for k, v in parse_qs(call.body.decode()).items()}
            )
        except (NotJson, UnicodeDecodeError):
            form = {}
        known = (shop.profile["client_id"], shop.profile["client_secret"])
        if (form.get("client_id"), form.get("client_secret")) != known:
            return json_reply(
                {"error": "invalid_client", "error_description": "Client authentication failed"}, 400
            )
        if "code" in form or form.get("grant_type") == "refresh_token":
            return self._consent.token(shop, form)
        if form.get("grant_type") != "client_credentials":
            return json_reply({"error": "unsupported_grant_type"}, 400)
        seconds = self._mall.rules.token_seconds
        token = self._mall.give_token(shop)
        return json_reply({"access_token": token, "scope": "read_orders,write_orders", "expires_in": seconds})

    def _graph(self, shop: Account, call: Call, version: str) -> Reply:
        try:
            request = call.json_object()
            document = language.parse(str(request.get("query") or ""))
            plan = prepare(
                schema.of_version(version),
                document,
                request.get("operationName"),
                request.get("variables") or {},
            )
            plan.check()
            requested = plan.requested()
        except NotJson:
            return json_reply({"errors": {"query": "Required parameter missing or invalid"}}, 400)
        except language.SyntaxFault as fault:
            return json_reply({"errors": [{"message": f"syntax error, {fault}", "locations": []}]})
        except GraphFault as fault:
            return json_reply({"errors": [fault.error]})
        if requested > MOST_POINTS:
            text = (
                f"Query cost is {requested}, which exceeds the single query max cost limit ({MOST_POINTS})."
            )
            return json_reply({"errors": [GraphFault(text, "MAX_COST_EXCEEDED").error]})
        if requested > self._mall.points(shop):
            return self._throttled(shop, requested)
        return self._done(shop, version, plan, requested)

    def _done(self, shop: Account, version: str, plan: Plan, requested: int) -> Reply:
        desk = _Desk(self._mall, shop, version, plan)
        body: Json
        try:
            body = {"data": plan.answer(desk.root())}
        except GraphFault as fault:
            body = {"data": None, "errors": [fault.error]}
        left = self._mall.spend(shop, plan.points)
        if desk.views.denied:
            body["errors"] = [_denied(name) for name in dict.fromkeys(desk.views.denied)]
        body["extensions"] = self._cost(shop, requested, plan.points, left)
        return json_reply(body)

    def _throttled(self, shop: Account, requested: int) -> Reply:
        error = {"message": "Throttled", "extensions": {"code": "THROTTLED", "documentation": _DOCUMENTATION}}
        left = self._mall.points(shop)
        body = {"errors": [error], "extensions": self._cost(shop, requested, None, left)}
        return json_reply(body, self._mall.rules.throttle_status)

    def _cost(self, shop: Account, requested: int, actual: int | None, left: float) -> Json:
        held, restored = self._mall.bucket(shop)
        status = {
            "maximumAvailable": float(held),
            "currentlyAvailable": int(left),
            "restoreRate": float(restored),
        }
        cost = {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}
        return {"cost": cost}


class _Desk:
    """What answers the root fields for one request."""

    def __init__(self, mall: Mall, shop: Account, version: str, plan: Plan) -> None:
        self._mall = mall
        self._shop = shop
        self._version = version
        self._plan = plan
        self._shelves = Shelves(mall, shop, version)
        self.views = OrderViews(mall, shop, self._shelves)
        self._subscriptions = Subscriptions(mall, shop, version)

    def root(self) -> Json:
        fulfilling = Fulfilling(self._mall, self._shop, self.views)
        returns = Returns(self._mall, self._shop, self.views)
        found: Json = {
            **self._shelves.queries(),
            **self.views.queries(),
            **self._subscriptions.queries(),
            **returns.queries(),
            **Payments(self._mall, self._shop).queries(),
            **taxonomy.queries(),
            "shop": self._about,
            "node": lambda given: self._node(given["id"]),
            "nodes": lambda given: [self._node(one) for one in given["ids"]],
        }
        product_set = ProductSet(self._mall, self._shop, self._shelves)
        writes = {
            **self._shelves.mutations(),
            **product_set.mutations(),
            **fulfilling.mutations(),
            **returns.mutations(),
            **self._subscriptions.mutations(),
        }
        return {**found, **{name: self._guarded(name, deed) for name, deed in writes.items()}}

    def _about(self, _: Json) -> Json:
        profile = self._shop.profile
        domain = f"{self._shop.number}.myshopify.com"
        shown = {"name": profile["name"], "currencyCode": profile["currency"], "myshopifyDomain": domain}
        return {"id": gid("Shop", 1), **shown}

    def _node(self, given: str) -> Json | None:
        kind = given.removeprefix("gid://shopify/").partition("/")[0]
        shows = {
            "Order": self.views.order,
            "Product": self._shelves.product,
            "ProductVariant": self._shelves.variant,
            "Location": self._shelves.location,
        }
        if kind == "InventoryItem":
            return self._shelves.item_by_id(given)
        if kind.startswith("Taxonomy"):
            return taxonomy.node(given)
        held = self._shop[_DRAWERS[kind]].get(number_of(given, kind)) if kind in _DRAWERS else None
        return None if held is None else shows[kind](held)

    def _guarded(self, name: str, deed: Deed) -> Deed:
        return lambda given: self._once(name, deed, given)

    def _once(self, name: str, deed: Deed, given: Json) -> Json:
        """A key that was used before answers without doing it again."""
        key = self._key()
        if key is None:
            if name in schema.IDEMPOTENT and self._version >= schema.IDEMPOTENT_SINCE:
                raise GraphFault(
                    "The @idempotent directive is required for this mutation.", "BAD_REQUEST", [name]
                )
            return deed(given)
        asked = hashlib.sha256(f"{name} {jsontext.dump(given)}".encode()).hexdigest()
        known = self._shop["replay"].get(key)
        if known is not None and known["asked"] != asked:
            text = "The same idempotency key was used with other parameters."
            return {"userErrors": [user_error(None, text, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")]}
        if known is not None:
            return {"userErrors": known["errors"]}
        done = deed(given)
        self._mall.files.put(self._shop, "replay", key, {"asked": asked, "errors": done["userErrors"]})
        return done

    def _key(self) -> str | None:
        for one in self._plan.directives:
            if one.name == "idempotent":
                return str(self._plan.arguments(one, {"key": "String!"}, "Mutation")["key"])
        return None


def _served(asked: str) -> str | None:
    """A version too old is answered by the oldest one there is."""
    if asked == "unstable":
        return schema.VERSIONS[-1]
    if asked in schema.VERSIONS:
        return asked
    is_old = len(asked) == len(schema.CURRENT) and asked < schema.VERSIONS[0]
    return schema.VERSIONS[0] if is_old else None


def _denied(name: str) -> Json:
    text = f"This app is not approved to use the {name} field."
    return GraphFault(
        text, "ACCESS_DENIED", [name], documentation="https://shopify.dev/api/usage/access-scopes"
    ).error

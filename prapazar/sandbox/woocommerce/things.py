"""The plain records of a shop: categories, tags, brands, attributes, terms, customers, coupons and the like."""

from dataclasses import dataclass

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import batch, events, formats, listing, views
from prapazar.sandbox.woocommerce.errors import ShopError, missing_param, no_trash
from prapazar.sandbox.woocommerce.kinds import KINDS, Kind
from prapazar.sandbox.woocommerce.visit import Routes, Visit

routes = Routes()


def _register(kind: Kind) -> None:
    handlers = _Handlers(kind)
    routes.add("GET", kind.path, handlers.listing)
    routes.add("POST", kind.path, handlers.post)
    routes.add("GET", f"{kind.path}/{{id}}", handlers.get)
    routes.add("DELETE", f"{kind.path}/{{id}}", handlers.remove)
    for method in ("PUT", "PATCH", "POST"):
        routes.add(method, f"{kind.path}/{{id}}", handlers.put)
        routes.add(method, f"{kind.path}/batch", handlers.run_batch)


@dataclass(frozen=True, slots=True)
class _Handlers:
    kind: Kind

    def listing(self, visit: Visit) -> Reply:
        rows = [one for one in _held(visit, self.kind).values() if _wanted(visit, self.kind, one)]
        key, is_descending = _ordering(visit, self.kind)
        rows.sort(key=lambda one: (_rank(one.get(key)), one["id"]), reverse=is_descending)
        return listing.answer(visit, rows, lambda one: _public(visit, self.kind, one))

    def post(self, visit: Visit) -> Reply:
        return listing.one(visit, _create(visit, self.kind, visit.body()), 201)

    def get(self, visit: Visit) -> Reply:
        return listing.one(visit, _public(visit, self.kind, _known(visit, self.kind, visit.number())))

    def put(self, visit: Visit) -> Reply:
        return listing.one(visit, _update(visit, self.kind, visit.number(), visit.body()))

    def remove(self, visit: Visit) -> Reply:
        number = _known(visit, self.kind, visit.number())["id"]
        if not visit.is_forced() and self.kind.name != "coupons":
            raise no_trash("Terms" if self.kind.counter == "term" else "Resources")
        return listing.one(visit, _delete(visit, self.kind, number))

    def run_batch(self, visit: Visit) -> Reply:
        return batch.run(
            visit,
            lambda visit, request: _create(visit, self.kind, request),
            lambda visit, number, request: _update(visit, self.kind, number, request),
            lambda visit, number: _delete(visit, self.kind, number),
        )


def _held(visit: Visit, kind: Kind) -> dict[int, Json]:
    held = visit.shop.things.get(kind.name, {})
    if kind.parent is None:
        return held
    owner = visit.number(kind.parent)
    if owner not in visit.shop.things.get("attributes", {}):
        raise ShopError(404, "woocommerce_rest_taxonomy_invalid", "Taxonomy does not exist.")
    return {number: one for number, one in held.items() if one["_owner"] == owner}


def _wanted(visit: Visit, kind: Kind, thing: Json) -> bool:
    query = visit.call.query
    search = query.get("search", "").casefold()
    included, excluded = visit.call.listed("include"), visit.call.listed("exclude")
    exact = ("slug", "email", "code", "parent", "class")
    words = " ".join(
        str(thing.get(name, "")) for name in ("name", "email", "first_name", "last_name", "code")
    )
    return (
        (not search or search in words.casefold())
        and (not included or str(thing["id"]) in included)
        and str(thing["id"]) not in excluded
        and all(str(thing.get(name, "")) == query[name] for name in exact if query.get(name))
        and not (query.get("hide_empty") in ("true", "1") and kind.facts(visit, thing).get("count") == 0)
    )


def _ordering(visit: Visit, kind: Kind) -> tuple[str, bool]:
    """Terms go by name, records with dates newest first."""
    usual = "name" if "name" in kind.blank else "id"
    wanted = visit.call.query.get("orderby") or usual
    direction = visit.call.query.get("order") or ("desc" if kind.name in ("coupons", "reviews") else "asc")
    return {"date": "id", "registered_date": "id", "title": "name"}.get(wanted, wanted), direction == "desc"


def _rank(value: object) -> tuple[int, str]:
    """Numbers by size, words by letters."""
    return (value, "") if isinstance(value, int) else (0, str(value).casefold())


def _create(visit: Visit, kind: Kind, request: Json) -> Json:
    missing = [name for name in kind.required if not request.get(name)]
    if missing:
        raise missing_param(*missing)
    thing: Json = {"id": 0, **kind.blank}
    if kind.parent is not None:
        _held(visit, kind)
        thing["_owner"] = visit.number(kind.parent)
    _fill(visit, kind, thing, request)
    counter = 15 if kind.counter == "term" else 1
    thing["id"] = (
        visit.mall.next_post(visit.shop)
        if kind.counter == "post"
        else visit.mall.next_number(visit.shop, kind.counter, counter)
    )
    thing["_created_ms"] = visit.now_ms
    return _kept(visit, kind, thing, "created")


def _update(visit: Visit, kind: Kind, number: int, request: Json) -> Json:
    thing = dict(_known(visit, kind, number))
    _fill(visit, kind, thing, request)
    return _kept(visit, kind, thing, "updated")


def _delete(visit: Visit, kind: Kind, number: int) -> Json:
    thing = _known(visit, kind, number)
    shown = _public(visit, kind, thing)
    visit.mall.drop_thing(visit.shop, kind.name, number)
    if kind.topic:
        events.announce_thing(visit.mall, visit.shop, kind.topic, thing, "deleted")
    return shown


def _fill(visit: Visit, kind: Kind, thing: Json, request: Json) -> None:
    for name, usual in kind.blank.items():
        if name in request:
            value = request[name]
            thing[name] = (
                {**thing[name], **value} if isinstance(usual, dict) and isinstance(value, dict) else value
            )
    if kind.slugged:
        thing["slug"] = _slug(kind, thing)
    if kind.name == "customers":
        thing["username"] = thing["username"] or str(thing["email"]).partition("@")[0]
    if kind.name == "coupons":
        thing["code"] = str(thing["code"]).lower()
    _check_unique(visit, kind, thing)


def _slug(kind: Kind, thing: Json) -> str:
    slug = str(thing["slug"]) or formats.slug(str(thing["name"]))
    return f"pa_{slug}" if kind.name == "attributes" and not slug.startswith("pa_") else slug


def _check_unique(visit: Visit, kind: Kind, thing: Json) -> None:
    for other in _held(visit, kind).values():
        if kind.unique and other["id"] != thing["id"] and other[kind.unique] == thing[kind.unique]:
            message = "A term with the name provided already exists with this parent."
            if kind.taken_code != "term_exists":
                message = f"{kind.unique} is already in use."
            raise ShopError(400, kind.taken_code, message, resource_id=other["id"])


def _known(visit: Visit, kind: Kind, number: int) -> Json:
    thing = _held(visit, kind).get(number)
    if thing is None:
        raise ShopError(404, *kind.unknown)
    return thing


def _kept(visit: Visit, kind: Kind, thing: Json, event: str) -> Json:
    thing["_modified_ms"] = visit.now_ms
    visit.mall.keep_thing(visit.shop, kind.name, thing)
    shown = _public(visit, kind, thing)
    if kind.topic:
        events.announce_thing(visit.mall, visit.shop, kind.topic, shown, event)
    return shown


def _public(visit: Visit, kind: Kind, thing: Json) -> Json:
    shown = {name: value for name, value in thing.items() if not name.startswith("_")}
    if kind.dated:
        shown.update(formats.stamps(visit.shop, "date_created", thing.get("_created_ms", 0)))
        shown.update(formats.stamps(visit.shop, "date_modified", thing.get("_modified_ms", 0)))
    path = kind.path
    if kind.parent is not None:
        path = path.replace(f"{{{kind.parent}}}", str(thing["_owner"]))
    shown.update(kind.facts(visit, thing))
    return {**shown, "_links": views.links(f"{visit.address}/wp-json{path}", thing["id"])}


for _kind in KINDS:
    _register(_kind)

"""The webservice's resources, listed, read, created, replaced and deleted; told and written in XML."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.forms import Part, form
from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import required, rows, text, whole
from prapazar.connector_kit.pictures import Picture
from prapazar.connectors.prestashop import errors
from prapazar.connectors.prestashop.schemas import (
    LISTS,
    Raw,
    read_list,
    read_number,
    read_one,
    writable,
    written,
)

PAGE = 100
_GROUP = "api"
_AT_ONCE = 100
"""Ids in one filter: they stand in the address, whose length hosts limit."""
_MOST_PAGES = 100_000
_WORDS_OF_FILTERS = set("|,[]%")
"""A value with one of them would be read as a list, a range or a pattern."""


class PrestashopClient:
    def __init__(self, caller: Caller, shop_id: str = "") -> None:
        """`shop_id` where several shops live in one PrestaShop."""
        self._caller = caller
        self._shop = {"id_shop": shop_id} if shop_id else {}
        self._can_patch = True

    def close(self) -> None:
        self._caller.close()

    def all(self, resource: str, **filters: str) -> list[dict[str, Any]]:
        """Every row that fits, at once: for short tables, and those asked for by their owner's id."""
        return self._list(resource, _filtered(filters))

    def among(self, resource: str, field: str, values: Collection[str]) -> list[dict[str, Any]]:
        wanted = sorted({one for one in values if one not in {"", "0"}})
        found: list[dict[str, Any]] = []
        for start in range(0, len(wanted), _AT_ONCE):
            listed = "|".join(wanted[start : start + _AT_ONCE])
            found += self._list(resource, {"display": "full", f"filter[{field}]": f"[{listed}]"})
        return found

    def named(self, resource: str, field: str, values: Collection[str]) -> list[dict[str, Any]]:
        """Rows whose field is exactly one of these words."""
        odd = {one for one in values if _WORDS_OF_FILTERS & set(one)}
        found = self.among(resource, field, set(values) - odd)
        for one in sorted(odd):
            start = one[: min(place for place, letter in enumerate(one) if letter in _WORDS_OF_FILTERS)]
            found += self._list(resource, {"display": "full", f"filter[{field}]": f"[{start}]%"})
        return [row for row in found if text(row.get(field)) in values]

    def walked(self, resource: str, *, display: str = "full") -> Iterator[list[dict[str, Any]]]:
        """Page by page, each from behind the last id on: no row is lost while others come and go."""
        last = 0
        for _ in range(_MOST_PAGES):
            params = {
                "display": display,
                "filter[id]": f">[{last}]",
                "sort": "[id_ASC]",
                "limit": str(PAGE),
            }
            found = self._list(resource, params)
            if found:
                yield found
            if len(found) < PAGE:
                return
            newest = max(whole(required(one, "id"), "id") for one in found)
            if newest <= last:
                raise UnexpectedAnswer(f"{resource} above {last} end at {newest}", raw=found)
            last = newest

    def dated(
        self, resource: str, field: str, since: str, until: str, *, start: int = 0, display: str = "full"
    ) -> list[dict[str, Any]]:
        """A page of the rows whose moment lies between both, by the shop's clock; both ends are within."""
        params = {
            "display": display,
            f"filter[{field}]": f"[{since},{until}]",
            "date": "1",
            "sort": f"[{field}_ASC,id_ASC]",
            "limit": f"{start},{PAGE}",
        }
        return self._list(resource, params)

    def any_row(self, resource: str) -> list[dict[str, Any]]:
        return self._list(resource, {"limit": "1"})

    def create(self, resource: str, row: Raw) -> dict[str, Any]:
        return self._sent("create", "POST", resource, "", row)

    def replace(self, resource: str, row: Raw) -> dict[str, Any]:
        """The whole row: a field that is left out is blank afterwards."""
        return self._sent("replace", "PUT", resource, text(required(row, "id")), row)

    def change(self, resource: str, held: Raw, changes: Raw) -> dict[str, Any]:
        """These fields alone where the shop and the key know PATCH, else the whole row."""
        number = text(required(held, "id"))
        if self._can_patch:
            try:
                return self._sent("change", "PATCH", resource, number, {"id": number, **changes})
            except (AuthFailed, Rejected) as error:
                if error.code not in {errors.NO_METHOD, errors.RIGHT_MISSING}:
                    raise
            self._can_patch = False
        whole_row = {**writable(resource, held), **changes}
        if "associations" in changes:
            whole_row["associations"] = {**held.get("associations", {}), **changes["associations"]}
        return self._sent("replace", "PUT", resource, number, whole_row)

    def add_image(self, product: str, picture: Picture) -> str:
        """Its number; the first one of a product is the one that stands for it."""
        file = Part("image", picture.content, f"picture.{picture.ending}", picture.kind)
        sent = form([file], {"product": product, "bytes": len(picture.content)})
        path, params = f"/api/images/products/{product}", dict(self._shop) or None
        call = Call("add_image", "POST", path, _GROUP, params=params, body=sent, read=read_number)
        return text(required(self._caller.send(call).content or {}, "id"))

    def delete_image(self, product: str, number: str) -> None:
        self.delete(f"images/products/{product}", number)

    def delete(self, resource: str, number: str) -> None:
        path = f"/api/{resource}/{number}"
        params = dict(self._shop) or None
        call = Call(
            f"delete_{resource.partition('/')[0]}", "DELETE", path, _GROUP, params=params, read=read_one
        )
        self._caller.send(call)

    def _sent(self, verb: str, method: str, resource: str, number: str, row: Raw) -> dict[str, Any]:
        one = LISTS[resource]
        path = f"/api/{resource}/{number}".rstrip("/")
        call = Call(
            f"{verb}_{resource}",
            method,
            path,
            _GROUP,
            params=dict(self._shop) or None,
            body=written(one, row),
            read=read_one,
        )
        content = self._caller.send(call).content
        found = content.get(one) if isinstance(content, Mapping) else None
        if not isinstance(found, dict):
            raise UnexpectedAnswer(f"{one} is missing", raw=content, code="connector.missing_field")
        return found

    def _list(self, resource: str, params: Mapping[str, str]) -> list[dict[str, Any]]:
        call = Call(
            resource, "GET", f"/api/{resource}", _GROUP, params={**params, **self._shop}, read=read_list
        )
        content = self._caller.send(call).content
        return rows(required(content or {}, resource), resource)


def _filtered(filters: Mapping[str, str]) -> dict[str, str]:
    return {"display": "full", **{f"filter[{name}]": f"[{value}]" for name, value in filters.items()}}

"""The address model of Türkiye over REST: provinces, districts, neighbourhoods, and what a written address means."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from prapazar.api.door import logged_in
from prapazar.api.errors import Refused
from prapazar.foundation import places
from prapazar.foundation.places import Province as Found

router = APIRouter(prefix="/api/places", tags=["places"], dependencies=[Depends(logged_in)])
Said = Annotated[str, Query(max_length=500)]


class Province(BaseModel):
    plate: int
    name: str


class Place(BaseModel):
    """As officially written where it was found, else as it was asked."""

    province: str
    district: str
    neighbourhood: str
    is_known: bool
    """The province is one of Türkiye's."""


@router.get("/provinces")
def provinces() -> list[Province]:
    return [Province(plate=one.plate, name=one.name) for one in places.provinces()]


@router.get("/provinces/{province}/districts")
def districts(province: str) -> list[str]:
    """`province`: its name in any spelling, or its plate number."""
    return places.districts(_province(province))


@router.get("/provinces/{province}/districts/{district}/neighbourhoods")
def neighbourhoods(province: str, district: str) -> list[str]:
    found = places.district(_province(province), district)
    if found is None:
        raise Refused(404, "places.missing")
    return places.neighbourhoods(found)


@router.get("/find")
def find(city: Said = "", district: Said = "", line: Said = "") -> Place:
    """What an address as somebody wrote it means."""
    found = places.placed(city, district, line)
    return Place(
        province=found.province,
        district=found.district,
        neighbourhood=found.neighbourhood,
        is_known=found.is_known,
    )


def _province(said: str) -> Found:
    found = places.province(said)
    if found is None:
        raise Refused(404, "places.missing")
    return found

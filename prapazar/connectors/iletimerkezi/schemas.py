"""İleti Merkezi's shapes with its names."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class Recipients(TypedDict):
    number: list[str]


class Words(TypedDict):
    text: str
    receipents: Recipients


class Order(TypedDict):
    sender: str
    sendDateTime: list[str]
    iys: str
    message: Words
    iysList: NotRequired[str]

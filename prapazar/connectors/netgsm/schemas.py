"""NetGSM's shapes with NetGSM's names."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

Raw = Mapping[str, Any]


class OneSms(TypedDict):
    msg: str
    no: str


class Sending(TypedDict):
    msgheader: str
    messages: list[OneSms]
    iysfilter: str
    appname: str
    encoding: NotRequired[str]


class ReportQuery(TypedDict):
    jobids: list[str]
    startdate: str
    stopdate: str
    pagenumber: int
    pagesize: int
    appname: str

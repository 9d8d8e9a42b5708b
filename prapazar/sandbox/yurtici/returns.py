"""Return codes of the pretend Yurtiçi Kargo: what a buyer says at a branch."""

import re
from typing import Any

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.yurtici.office import Office
from prapazar.sandbox.yurtici.words import DONE, ERRORS

_FIELDS = {"53", "3", "16"}
_DAY = re.compile(r"\d{8}")


def save(office: Office, account: Account, _user: str, fields: dict[str, Any]) -> Json:
    code = _fault(account, fields)
    if code:
        return {"outFlag": "1", "outResult": ERRORS[code], "errCode": code}
    office.files.put(account, "return_code", fields["returnCode"], {**fields, "wsPassword": None})
    return {"outFlag": "0", "outResult": DONE, "errCode": 0}


def _fault(account: Account, fields: dict[str, Any]) -> int:
    start, end = fields.get("startDate") or "", fields.get("endDate") or ""
    checks = [
        (not fields.get("returnCode"), 82651),
        (not fields.get("maxCount"), 82652),
        (fields.get("fieldName") not in _FIELDS, 82654),
        (not _DAY.fullmatch(start), 60026),
        (not _DAY.fullmatch(end), 60027),
        (start > end, 80838),
        (fields.get("returnCode") in account["return_code"], 82655),
    ]
    return next((code for is_wrong, code in checks if is_wrong), 0)

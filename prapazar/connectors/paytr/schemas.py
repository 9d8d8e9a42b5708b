"""PayTR's shapes with PayTR's names."""

from collections.abc import Mapping
from typing import Any, TypedDict

Raw = Mapping[str, Any]


class TokenForm(TypedDict):
    """What a page is opened with; merchant, mode and signature are added on the way."""

    user_ip: str
    merchant_oid: str
    email: str
    payment_amount: str
    user_basket: str
    no_installment: str
    max_installment: str
    currency: str
    user_name: str
    user_address: str
    user_phone: str
    merchant_ok_url: str
    merchant_fail_url: str
    timeout_limit: str
    debug_on: str
    lang: str

"""A payment somebody is asked for, as the connectors' own tests know it."""

import dataclasses
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.payments import BasketItem, PaymentRecord, PaymentRequest, PaymentState
from prapazar.connector_kit.records import Address

_ADDRESS = Address(
    name="Şule Iğdırlıoğlu",
    line="Çınar Sokağı No: 7",
    district="Çankaya",
    city="Ankara",
    postal_code="06680",
    phone="05321112233",
)
REQUEST = PaymentRequest(
    reference="PRZ1",
    amount=Decimal("1249.90"),
    currency="TRY",
    buyer_id="B1",
    buyer_name="Ayşe Şule Iğdırlıoğlu",
    buyer_email="sule@example.com",
    buyer_phone="0532 111 22 33",
    buyer_ip="192.0.2.7",
    billing=_ADDRESS,
    shipping=_ADDRESS,
    items=(
        BasketItem("SAL-1", "Çiçekli Şal", "Giyim", Decimal("1249.00")),
        BasketItem("CAY-1", "Çay", "Gıda", Decimal("0.90")),
    ),
    callback_url="https://magaza.example/odeme",
    success_url="https://magaza.example/tamam",
    failure_url="https://magaza.example/olmadi",
    max_installments=6,
)


def request(**changes: Any) -> PaymentRequest:  # noqa: ANN401 - any field of it
    return dataclasses.replace(REQUEST, **changes)


def paid(external_id: str = "PRZ1", **changes: Any) -> PaymentRecord:  # noqa: ANN401 - any field of it
    return PaymentRecord(
        **{
            "reference": "PRZ1",
            "external_id": external_id,
            "state": PaymentState.PAID,
            "provider_status": "",
            "amount": Decimal("1274.90"),
            "currency": "TRY",
            **changes,
        }
    )

"""Yurtiçi Kargo fulfilling the contract: each method is build, call, map."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import httpx

from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.parcels import (
    ParcelStatus,
    Payer,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.yurtici import errors, mapper
from prapazar.connectors.yurtici.client import YurticiClient
from prapazar.connectors.yurtici.schemas import Login

_RETURN_FIELDS = {"live": "16"}
"""The special field return codes are kept in: another one at the test service."""
_CREATED, _CANCELLED, _TOLD = "shippingOrderDetailVO", "shippingCancelDetailVO", "shippingDeliveryDetailVO"


class Connector:
    tracking_batch_size = 50
    """How many keys a request may have is not told."""

    def __init__(self, setup: Setup) -> None:
        self._sender = Login(text(setup.settings.get("user_name")), setup.credentials["password"])
        self._return_field = _RETURN_FIELDS.get(setup.environment, "53")
        self._receiver = _login(setup, "receiver")
        self._cash = _login(setup, "cash")
        caller = setup.caller(
            user_agent="PraPazar",
            auth=httpx.Auth(),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = YurticiClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Every user asks for a key nobody has: a new one each time, as none is answered twice in a minute."""
        for login in self._logins:
            self.client.query(login, [uuid4().hex[:20].upper()])
        return AccountRecord(name=f"Yurtiçi Kargo {self._sender.user}")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        login = self._payer(order)
        answer = self.client.create(login, mapper.orders(order))
        told = mapper.details(answer, _CREATED)
        refused = [one for one in told if mapper.code(one)]
        if refused:
            raise self._partly(login, told, refused)
        return ShipmentAnswer(external_id=text(optional(answer, "jobId")) or order.reference)

    def cancel_shipment(self, reference: str, external_id: str) -> None:  # noqa: ARG002 - it goes by the keys of parcels
        for login in self._logins:
            rows = self._asked(login, [reference])
            keys = [text(row["cargoKey"]) for row in rows if not errors.is_unknown(mapper.code(row))]
            if not keys:
                continue
            waiting = [key for key, row in zip(keys, rows, strict=True) if not _is_cancelled(row)]
            if waiting:
                self._take_back(login, waiting)
            return
        raise Rejected(reference, code=errors.NOT_FOUND)

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        """A shipment is known to the user alone that opened it."""
        found: list[Parsed[TrackingRecord]] = []
        left = list(references)
        for login in self._logins:
            if left:
                rows = self._asked(login, left)
                found += mapper.tracking(rows, left)
                seen = {text(optional(row, "invoiceKey")) for row in rows if not mapper.code(row)}
                left = [one for one in left if one not in seen]
        return found

    def open_return_code(self, code: str, first_day: date, last_day: date, uses: int) -> None:
        """A buyer says it at a branch, and the parcel comes back at the sender's cost."""
        self.client.save_return_code(self._sender, self._return_field, code, first_day, last_day, uses)

    @property
    def _logins(self) -> list[Login]:
        return [login for login in (self._sender, self._receiver, self._cash) if login is not None]

    def _payer(self, order: ShipmentOrder) -> Login:
        """Who pays is a matter of the contract, and each contract has a user."""
        if order.cash_on_delivery is not None and order.currency != "TRY":
            raise Rejected(order.currency, code="yurtici.currency", field="currency")
        login = {
            Payer.SENDER: self._sender if order.cash_on_delivery is None else self._cash or self._sender,
            Payer.RECEIVER: self._receiver,
            Payer.CHANNEL: None,
        }[order.payer]
        if login is None:
            raise Rejected(order.payer.value, code=errors.NO_CONTRACT, field="payer")
        return login

    def _asked(self, login: Login, references: Sequence[str]) -> list[dict[str, Any]]:
        """Raises RateLimited where nothing is answered because it was within the last minute."""
        answer = self.client.query(login, references)
        words = text(optional(answer, "outResult"))
        rows = mapper.details(answer, _TOLD)
        repeated = [row for row in rows if mapper.is_repeated(row)]
        if not rows and errors.is_repeated(words):
            raise errors.repeated(words)
        if repeated and len(repeated) == len(rows):
            raise errors.repeated(mapper.message(repeated[0]))
        return rows

    def _partly(
        self, login: Login, told: Sequence[Mapping[str, Any]], refused: Sequence[Mapping[str, Any]]
    ) -> ConnectorError:
        """A shipment is taken whole or not at all: parcels that were taken are taken back."""
        taken = [text(one["cargoKey"]) for one in told if not mapper.code(one)]
        first = errors.by_code(mapper.code(refused[0]), mapper.message(refused[0]))
        if not taken:
            return first
        self._take_back(login, taken)
        if errors.is_there(mapper.code(refused[0])):
            return Rejected(first.detail, code=errors.BARCODE_TAKEN, field="barcode")
        return first

    def _take_back(self, login: Login, cargo_keys: Sequence[str]) -> None:
        """Rejected where a branch has written its document already: then the answer tells the status of now."""
        for one in mapper.details(self.client.cancel(login, cargo_keys), _CANCELLED):
            code = mapper.code(one)
            if code == errors.ALREADY_CANCELLED:
                continue
            if code:
                raise errors.by_code(code, mapper.message(one))
            if mapper.status_of(one) is not ParcelStatus.CANCELLED:
                raise Rejected(text(optional(one, "operationMessage")), code=errors.TOO_LATE)


def _is_cancelled(row: Mapping[str, Any]) -> bool:
    return mapper.status_of(row) is ParcelStatus.CANCELLED


def _login(setup: Setup, contract: str) -> Login | None:
    user = text(setup.settings.get(f"{contract}_user"))
    return Login(user, setup.credentials.get(f"{contract}_password", "")) if user else None

"""PTT fulfilling the contract: each method is build, call, map."""

import re
from collections.abc import Sequence

import httpx

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parcels import ShipmentAnswer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.ptt import errors, mapper
from prapazar.connectors.ptt.client import PttClient
from prapazar.connectors.ptt.schemas import Raw, with_check_digit

_BARCODE = re.compile(r"\d{13}")
_SEVERAL = ","


class Connector:
    tracking_batch_size = 20
    """Each is a request of its own."""

    def __init__(self, setup: Setup) -> None:
        settings = setup.settings
        self._first, self._last = int(text(settings["range_first"])), int(text(settings["range_last"]))
        self._cod_account = text(settings.get("cod_account"))
        self.client = PttClient(
            _caller(setup, "upload"),
            _caller(setup, "tracking"),
            text(settings["customer_number"]),
            setup.credentials["password"],
        )

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Asks for the first number of the range, used or not; no answer carries the customer's name."""
        mapper.tracking("", self.client.by_barcode(self.parcel_number(0)))
        return AccountRecord(name="PTT Kargo")

    def parcel_number(self, count: int) -> str:
        number = self._first + count
        if number > self._last:
            raise Rejected(f"{self._first} to {self._last}", code="ptt.range_used_up", field="range_last")
        return with_check_digit(f"{number:012d}")

    def create_shipment(self, order: ShipmentOrder) -> ShipmentAnswer:
        """All its parcels in one call, whose name is the reference. One that is taken in part is taken back."""
        answer = self.client.add(order.reference, mapper.new_parcels(order, self._cod_account))
        if not mapper.is_done(answer):
            raise self._refused(order.reference, optional(answer, "hataKodu"), optional(answer, "aciklama"))
        good, bad = mapper.accepted(answer)
        if bad is not None:
            if not good:
                raise self._refused(order.reference, bad["donguHataKodu"], optional(bad, "donguAciklama"))
            for barcode in good:
                self.client.delete(order.reference, barcode)
            raise errors.refusal(bad["donguHataKodu"], optional(bad, "donguAciklama"))
        barcodes = tuple(one.barcode for one in order.parcels)
        return ShipmentAnswer(
            external_id=_SEVERAL.join(barcodes),
            tracking_number=barcodes[0],
            tracking_url=mapper.link(barcodes[0]),
            barcodes=barcodes,
        )

    def cancel_shipment(self, reference: str, external_id: str) -> None:
        """Each parcel of it. Where only the reference is left of a lost answer, PTT is asked for the bar code."""
        known = self._known(reference)
        if known is None:
            return
        barcodes = [one for one in external_id.split(_SEVERAL) if _BARCODE.fullmatch(one)]
        for barcode in barcodes or [text(optional(known, "BARNO"))]:
            answer = self.client.delete(reference, barcode)
            if not mapper.is_done(answer):
                refused = errors.refusal(optional(answer, "hataKodu"), optional(answer, "aciklama"))
                if refused.code != errors.NOT_FOUND:
                    raise refused

    def fetch_tracking(self, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
        found = (mapper.tracking(one, self.client.by_reference(one)) for one in references)
        return [one for one in found if one is not None]

    def _known(self, reference: str) -> Raw | None:
        raw = self.client.by_reference(reference)
        return None if mapper.tracking(reference, raw) is None else raw

    def _refused(self, reference: str, code: object, told: object) -> Exception:
        """PTT's texts are not documented: whether a reference was used before it is asked itself."""
        refused = errors.refusal(code, told)
        if isinstance(refused, Rejected) and self._known(reference) is not None:
            return Rejected(refused.detail, code=errors.DUPLICATE)
        return refused


def _caller(setup: Setup, part: str) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=httpx.Auth(),
        read_error=errors.from_answer,
        read_failure=errors.from_good_answer,
        base_url=setup.addresses[part],
    )

"""NetGSM fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import AskedMessage, MessageReport, OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord, ParkedRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.netgsm import errors, mapper
from prapazar.connectors.netgsm.auth import basic
from prapazar.connectors.netgsm.client import NetgsmClient


class Connector:
    report_batch_size = mapper.PAGE

    def __init__(self, setup: Setup) -> None:
        self._header = setup.settings["header"]
        caller = setup.caller(
            user_agent="PraPazar",
            auth=basic(setup.settings["usercode"], setup.credentials["password"]),
            read_error=errors.from_answer,
            read_failure=errors.from_failure,
        )
        self.client = NetgsmClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """A sender name NetGSM does not know would refuse every message."""
        known = mapper.header_names(self.client.headers())
        if self._header not in known:
            raise Rejected(", ".join(known)[:200], code="netgsm.bad_header", field="header")
        return AccountRecord(name="NetGSM", detail=self._header)

    def send_message(self, message: OutgoingMessage) -> SentMessage:
        return mapper.sent(self.client.send(mapper.sending(message, self._header)))

    def fetch_reports(self, asked: Sequence[AskedMessage]) -> list[MessageReport | ParkedRecord]:
        if not asked:
            return []
        try:
            return list(mapper.reports(self.client.report(mapper.query(asked))))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

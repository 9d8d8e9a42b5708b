"""NetGSM's answers as our records."""

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import AskedMessage, OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord
from prapazar.foundation.clock import now
from tests.factories.provider import answer, telling

_SETTINGS, _SECRETS = {"usercode": "8501234567", "header": "PRAPAZAR"}, {"password": "gizli"}


def test_credentials_are_tested_with_the_sender_name() -> None:
    def tested(*names: str) -> AccountRecord:
        provider = telling({"code": "00", "msgheaders": list(names)})
        found: AccountRecord = provider.connector("netgsm", _SETTINGS, _SECRETS).test_credentials()
        return found

    assert tested("PRAPAZAR") == AccountRecord(name="NetGSM", detail="PRAPAZAR")
    with pytest.raises(Rejected) as raised:
        tested("BASKA")
    assert (raised.value.code, raised.value.field) == ("netgsm.bad_header", "header")


def test_sent_message_has_the_job_as_its_id() -> None:
    provider = telling({"code": "00", "jobid": "17", "description": "queued"})

    sent = provider.connector("netgsm", _SETTINGS, _SECRETS).send_message(
        OutgoingMessage("m1", "+905321112233", "Yolda")
    )

    assert sent == SentMessage("17", "queued")


def test_jobs_nobody_knows_have_no_report() -> None:
    provider = telling()
    provider.answers = [answer({"code": "60", "description": "kayit yok"}, 406)]

    connector = provider.connector("netgsm", _SETTINGS, _SECRETS)

    assert connector.fetch_reports([AskedMessage("1", "+905321112233", now())]) == []

"""NetGSM's endpoints as they are called: address, log-in and body of every operation."""

import base64

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.messages import AskedMessage, OutgoingMessage
from prapazar.foundation.clock import now
from tests.factories.provider import Asked, telling

_SETTINGS, _SECRETS = {"usercode": "8501234567", "header": "PRAPAZAR"}, {"password": "gizli"}
_MESSAGE = OutgoingMessage("m1", "+905321112233", "Siparişiniz yolda")


def test_message_is_sent_as_news_with_its_alphabet() -> None:
    provider = telling({"code": "00", "jobid": "17"})

    provider.connector("netgsm", _SETTINGS, _SECRETS).send_message(_MESSAGE)

    assert provider.asked == [
        Asked(
            "POST",
            "/sms/rest/v2/send",
            {},
            {
                "msgheader": "PRAPAZAR",
                "messages": [{"msg": "Siparişiniz yolda", "no": "5321112233"}],
                "iysfilter": "0",
                "appname": "PraPazar",
                "encoding": "TR",
            },
        )
    ]
    signed = base64.b64encode(b"8501234567:gizli").decode()
    assert provider.requests[0].headers["authorization"] == f"Basic {signed}"


def test_reports_are_asked_for_all_jobs_at_once() -> None:
    provider = telling({"code": "00", "jobs": []})
    asked = [AskedMessage(one, "+905321112233", now()) for one in ("2", "1", "2")]

    provider.connector("netgsm", _SETTINGS, _SECRETS).fetch_reports(asked)

    [sent] = provider.asked
    assert (sent.path, sent.body["jobids"], sent.body["pagesize"]) == ("/sms/rest/v2/report", ["1", "2"], 100)


def test_answer_without_a_job_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        telling({"code": "00"}).connector("netgsm", _SETTINGS, _SECRETS).send_message(_MESSAGE)

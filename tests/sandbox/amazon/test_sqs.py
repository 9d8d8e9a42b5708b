"""The pretend queue at AWS as any client meets it: signed, hidden while read, deleted by receipt."""

from typing import Any

import httpx
import pytest

from prapazar.connector_kit.sigv4 import AwsSignature

_SELLER = "A7001PRAPAZAR"
_QUEUE = "https://sqs.eu-west-1.amazonaws.com/000000007001/amazon-A7001PRAPAZAR"
_TYPE = "application/x-amz-json-1.0"


@pytest.fixture
def queue(client: httpx.Client) -> httpx.Client:
    for number in range(3):
        client.post(f"/_control/amazon/{_SELLER}/message", json={"body": f"{number}"})
    return client


def _asked(queue: httpx.Client, action: str, **asked: object) -> httpx.Response:
    serial = asked.pop("signed_by", "7001")
    signature = AwsSignature("AKIASANDBOX7001", f"sandbox-queue-secret-{serial}", "eu-west-1", "sqs")
    headers = {"x-amz-target": f"AmazonSQS.{action}", "content-type": _TYPE}
    body = httpx.Request("POST", "http://x", json={"QueueUrl": _QUEUE, **asked}).content
    return queue.post("/amazon/sqs/", content=body, headers=headers, auth=signature)


def _messages(queue: httpx.Client, **asked: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _asked(queue, "ReceiveMessage", **asked).json().get("Messages", [])
    return found


def test_message_is_hidden_while_it_is_read_and_comes_again_with_another_receipt(queue: httpx.Client) -> None:
    first = _messages(queue, MaxNumberOfMessages=10, VisibilityTimeout=60)
    hidden = _messages(queue, MaxNumberOfMessages=10)
    queue.post("/_control/clock", json={"advance_seconds": 61})
    again = _messages(queue, MaxNumberOfMessages=10)

    assert ([one["Body"] for one in first], hidden) == (["0", "1", "2"], [])
    assert [one["MessageId"] for one in again] == [one["MessageId"] for one in first]
    assert {one["ReceiptHandle"] for one in again} & {one["ReceiptHandle"] for one in first} == set()


def test_message_goes_by_its_latest_receipt_alone(queue: httpx.Client) -> None:
    [first] = _messages(queue, VisibilityTimeout=0)
    [latest] = _messages(queue, VisibilityTimeout=0)

    stale = _asked(queue, "DeleteMessage", ReceiptHandle=first["ReceiptHandle"])
    left = _messages(queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    [newest] = [one for one in left if one["MessageId"] == latest["MessageId"]]
    entries = [{"Id": "a", "ReceiptHandle": newest["ReceiptHandle"]}]
    deleted = _asked(queue, "DeleteMessageBatch", Entries=entries).json()

    assert (stale.status_code, len(left)) == (200, 3)
    assert deleted == {"Successful": [{"Id": "a"}], "Failed": []}
    assert len(_messages(queue, MaxNumberOfMessages=10)) == 2


@pytest.mark.parametrize(
    ("action", "asked", "status", "kind"),
    [
        ("ReceiveMessage", {"signed_by": "another"}, 403, "SignatureDoesNotMatch"),
        ("ReceiveMessage", {"QueueUrl": "https://x/1/none"}, 400, "QueueDoesNotExist"),
        ("ReceiveMessage", {"MaxNumberOfMessages": 11}, 400, "InvalidParameterValue"),
        (
            "DeleteMessageBatch",
            {"Entries": [{"Id": str(one), "ReceiptHandle": "x"} for one in range(11)]},
            400,
            "TooManyEntriesInBatchRequest",
        ),
    ],
)
def test_refusal_is_said_as_documented(
    queue: httpx.Client, action: str, asked: dict[str, Any], status: int, kind: str
) -> None:
    answer = _asked(queue, action, **asked)

    assert (answer.status_code, answer.json()["__type"]) == (status, f"com.amazonaws.sqs#{kind}")
    assert answer.headers["x-amzn-query-error"].endswith(";Sender")


def test_request_nobody_signed_is_refused(queue: httpx.Client) -> None:
    assert queue.post("/amazon/sqs/", json={"QueueUrl": _QUEUE}).status_code == 403

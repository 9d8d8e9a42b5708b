"""Amazon SQS as a reader needs it: the next messages of a queue, and the ones that are done with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer, Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json, load_json, mapping, optional, required, rows, text

MOST_AT_ONCE = 10
HIDDEN_SECONDS = 120
"""How long nobody else gets a message that was read: long enough to keep it."""
_TYPE = "application/x-amz-json-1.0"
_SLOWER = ("throttl", "overlimit")
_MISSING = ("queuedoesnotexist", "nonexistentqueue")
_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Message:
    receipt: str
    """Of this reading; a later one brings another."""
    body: str


class Queue:
    """The caller signs with `AwsSignature` and knows the queue's host."""

    def __init__(self, caller: Caller, url: str) -> None:
        self._caller = caller
        self._url = url

    def close(self) -> None:
        self._caller.close()

    def receive(self) -> list[Message]:
        """Asked with a wait, as only then every server of the queue is looked at."""
        asked = {
            "MaxNumberOfMessages": MOST_AT_ONCE,
            "VisibilityTimeout": HIDDEN_SECONDS,
            "WaitTimeSeconds": 1,
        }
        answer = self._send("ReceiveMessage", asked, _with_messages)
        return [
            Message(text(required(one, "ReceiptHandle")), str(required(one, "Body")))
            for one in rows(optional(answer, "Messages") or [], "Messages")
        ]

    def delete(self, receipts: Sequence[str]) -> None:
        """One that could not be deleted comes again, as any message may."""
        for start in range(0, len(receipts), MOST_AT_ONCE):
            part = receipts[start : start + MOST_AT_ONCE]
            entries = [{"Id": str(place), "ReceiptHandle": one} for place, one in enumerate(part)]
            self._send("DeleteMessageBatch", {"Entries": entries})

    def _send(
        self, action: str, asked: Mapping[str, object], read: Callable[[bytes], Any] = load_json
    ) -> dict[str, Any]:
        """What is asked twice does no harm: a message whose answer was lost shows up again later."""
        content = dump_json({"QueueUrl": self._url, **asked}).encode()
        body = Body(content, _TYPE, {"action": action}, {"x-amz-target": f"AmazonSQS.{action}"})
        call = Call(f"sqs_{action}", "POST", "/", body=body, only_asks=True, read=read)
        return mapping(self._caller.send(call).content or {}, action)


def _with_messages(content: bytes) -> Any:  # noqa: ANN401 - whatever it sent
    """An empty queue names no list; to whoever watches shapes it is the same answer."""
    read = load_json(content)
    return {"Messages": [], **read} if isinstance(read, dict) and "__type" not in read else read


def error(answer: Answer) -> ConnectorError:
    """Its keys are not the channel's log-in: a refused one breaks the queue alone, never the connection."""
    content = answer.content if isinstance(answer.content, Mapping) else {}
    kind = str(content.get("__type") or "").rpartition("#")[2]
    detail = f"{answer.status} {kind}".strip()
    if any(word in kind.casefold() for word in _SLOWER):
        return RateLimited(detail, retry_after=_WAIT)
    if any(word in kind.casefold() for word in _MISSING):
        return Rejected(detail, code="connector.queue_missing")
    if answer.status in {400, 401, 403}:
        return Rejected(detail, code="connector.queue_refused")
    return error_by_status(answer, detail, rejected_code="connector.queue_refused")

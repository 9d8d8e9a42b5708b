"""The seller's own queue at AWS, as far as a reader sees it: signed requests in the JSON protocol of SQS."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon.feeds import work_off
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_TYPE = "application/x-amz-json-1.0"
_ALGORITHM = "AWS4-HMAC-SHA256"
_MOST = 10
_LONGEST_WAIT, _LONGEST_HIDDEN = 20, 43_200
_GOOD_FOR_MS = 900_000


class _Refused(Exception):
    def __init__(self, kind: str, message: str, status: int = 400, query_kind: str = "") -> None:
        super().__init__(message)
        self.kind, self.message, self.status, self.query_kind = kind, message, status, query_kind or kind


def account(mall: Mall, call: Call) -> Account | None:
    """Whose access key it is signed with."""
    key_id = _parts(call).get("Credential", "").partition("/")[0]
    holders = (one for one in mall.files.accounts.values() if one.profile.get("queue_key_id") == key_id)
    return next(holders, None) if key_id else None


def answer(mall: Mall, call: Call) -> Reply:
    try:
        return _reply(_carried_out(mall, call))
    except _Refused as refused:
        body = {"__type": f"com.amazonaws.sqs#{refused.kind}", "message": refused.message}
        return _reply(body, refused.status, {"x-amzn-query-error": f"{refused.query_kind};Sender"})


def _reply(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, jsontext.dump(body).encode(), _TYPE, headers or {})


def _carried_out(mall: Mall, call: Call) -> Json:
    holder = account(mall, call)
    if holder is None:
        raise _Refused("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
    _check_signature(mall, holder, call)
    target = call.headers.get("x-amz-target", "")
    actions = {
        "AmazonSQS.ReceiveMessage": _receive,
        "AmazonSQS.DeleteMessage": _delete,
        "AmazonSQS.DeleteMessageBatch": _delete_batch,
    }
    if call.method != "POST" or target not in actions or call.headers.get("content-type") != _TYPE:
        raise _Refused("InvalidAction", "The action or operation requested is invalid.")
    asked = call.json_object()
    if not str(asked.get("QueueUrl", "")).endswith(f"/{holder.profile['queue']}"):
        raise _Refused(
            "QueueDoesNotExist",
            "The specified queue does not exist.",
            query_kind="AWS.SimpleQueueService.NonExistentQueue",
        )
    return actions[target](mall, holder, asked)


def _receive(mall: Mall, holder: Account, asked: Json) -> Json:
    """A message stays; it is only hidden, and its receipt is that of this reading."""
    most, hidden = int(asked.get("MaxNumberOfMessages", 1)), int(asked.get("VisibilityTimeout", 30))
    wait = int(asked.get("WaitTimeSeconds", 0))
    if not (1 <= most <= _MOST and 0 <= hidden <= _LONGEST_HIDDEN and 0 <= wait <= _LONGEST_WAIT):
        raise _Refused("InvalidParameterValue", "A value is out of range.")
    work_off(mall, holder)
    now = mall.ground.now_ms()
    lying = [one for one in holder["message"].values() if one["visibleMs"] <= now][:most]
    for one in lying:
        one["receives"] += 1
        one["receipt"] = hashlib.sha256(f"{one['id']}/{one['receives']}".encode()).hexdigest()
        one["visibleMs"] = now + hidden * 1000
        mall.files.put(holder, "message", one["id"], one)
    found = [
        {
            "MessageId": one["id"],
            "ReceiptHandle": one["receipt"],
            "MD5OfBody": hashlib.md5(one["body"].encode(), usedforsecurity=False).hexdigest(),
            "Body": one["body"],
        }
        for one in lying
    ]
    return {"Messages": found} if found else {}


def _delete(mall: Mall, holder: Account, asked: Json) -> Json:
    """An older receipt deletes nothing, and is no error."""
    receipt = str(asked.get("ReceiptHandle") or "")
    if not receipt:
        raise _Refused("MissingParameter", "The request must contain the parameter ReceiptHandle.")
    for one in [one for one in holder["message"].values() if one["receipt"] == receipt]:
        mall.files.drop(holder, "message", one["id"])
    return {}


def _delete_batch(mall: Mall, holder: Account, asked: Json) -> Json:
    entries = asked.get("Entries") or []
    if not entries:
        raise _Refused("EmptyBatchRequest", "There should be at least one entry in the request.")
    if len(entries) > _MOST:
        raise _Refused("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10.")
    if len({one["Id"] for one in entries}) < len(entries):
        raise _Refused("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.")
    for one in entries:
        _delete(mall, holder, one)
    return {"Successful": [{"Id": one["Id"]} for one in entries], "Failed": []}


def _parts(call: Call) -> dict[str, str]:
    algorithm, _, rest = call.headers.get("authorization", "").partition(" ")
    if algorithm != _ALGORITHM:
        return {}
    pairs = (part.strip().partition("=") for part in rest.split(","))
    return {name: value for name, _, value in pairs}


def _check_signature(mall: Mall, holder: Account, call: Call) -> None:
    parts, moment = _parts(call), call.headers.get("x-amz-date", "")
    scope = parts.get("Credential", "").split("/")[1:]
    wanted = [moment[:8], holder.profile["queue_region"], "sqs", "aws4_request"]
    names = parts.get("SignedHeaders", "").split(";")
    if scope != wanted or not {"host", "x-amz-date"} <= set(names):
        raise _Refused("SignatureDoesNotMatch", "Credential should be scoped to a valid region.", 403)
    told = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs(epoch_ms(told) - mall.ground.now_ms()) > _GOOD_FOR_MS:
        raise _Refused("RequestExpired", "Signature expired.", 403)
    key = ("AWS4" + holder.profile["queue_secret"]).encode()
    for word in wanted:
        key = hmac.new(key, word.encode(), "sha256").digest()
    digest = hashlib.sha256(_as_signed(call, names)).hexdigest()
    text = "\n".join((_ALGORITHM, moment, "/".join(wanted), digest))
    if not hmac.compare_digest(
        hmac.new(key, text.encode(), "sha256").hexdigest(), parts.get("Signature", "")
    ):
        raise _Refused("SignatureDoesNotMatch", "The request signature we calculated does not match.", 403)


def _as_signed(call: Call, names: list[str]) -> bytes:
    query = sorted(
        (quote(name, safe="~"), quote(value, safe="~")) for name, value in parse_qsl(call.query_text)
    )
    lines = [call.method, quote(call.full_path, safe="/~"), "&".join(f"{name}={one}" for name, one in query)]
    lines += [f"{name}:{call.headers.get(name, '').strip()}" for name in names]
    lines += ["", ";".join(names), hashlib.sha256(call.body).hexdigest()]
    return "\n".join(lines).encode()

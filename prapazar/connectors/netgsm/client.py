"""NetGSM's endpoints, one method each, in NetGSM's words."""

from typing import Any

from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json, load_json
from prapazar.connectors.netgsm.schemas import ReportQuery, Sending

APP = "PraPazar"


class NetgsmClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def send(self, sending: Sending) -> Any:  # noqa: ANN401 - the provider's answer
        """The log keeps neither numbers nor words."""
        shown = {"msgheader": sending["msgheader"], "iysfilter": sending["iysfilter"]}
        body = Body(dump_json(sending).encode(), "application/json", shown)
        return self._caller.send(Call("send", "POST", "/sms/rest/v2/send", "api", body=body)).content

    def report(self, query: ReportQuery) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call(
            "report", "POST", "/sms/rest/v2/report", "report", body=query, only_asks=True, read=_named
        )
        return self._caller.send(call).content

    def headers(self) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("msgheader", "GET", "/sms/rest/v2/msgheader", "api", params={"appname": APP})
        return self._caller.send(call).content


def _named(text: bytes) -> Any:  # noqa: ANN401 - the provider's answer
    """A bare `number` would stand in the traffic log: under this name it is known for what it is."""
    answer = load_json(text)
    jobs = answer.get("jobs") if isinstance(answer, dict) else None
    for job in jobs if isinstance(jobs, list) else ():
        if isinstance(job, dict) and "number" in job:
            job["recipient"] = job.pop("number")
    return answer

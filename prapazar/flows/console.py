"""The connector console: an operation, the test scenarios or a comparison, asked for by a person, done by a worker."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import UUID

import httpx
import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import operations, playback, registry, scenarios
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.operations import Operation, plain
from prapazar.connector_kit.playback import Tape
from prapazar.connector_kit.scenarios import Bench
from prapazar.domain.access import audit
from prapazar.domain.channels import bench_runs, queries, takes
from prapazar.domain.channels.bench_runs import BenchRow
from prapazar.domain.channels.enums import BenchKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.queries import Account
from prapazar.domain.mappings import queries as mappings
from prapazar.flows import replays
from prapazar.flows.connections import Channel, opened
from prapazar.flows.deliveries import webhook_address
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.logging import HIDDEN
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.secrets import SecretUnreadable
from prapazar.foundation.settings import settings

log = structlog.get_logger(__name__)
MOST_RECORDS = 500
MOST_COMPARED = 500
SANDBOX_SECONDS = 5.0


def able(connector: str) -> list[Operation]:
    """What a store of this connector can be asked."""
    return operations.of(registry.manifest(connector))


def start(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    operation: str,
    typed: Mapping[str, str],
    *,
    confirmed: bool = False,
) -> UUID:
    """Raises ConnectionInvalid naming the field, also where a change was not confirmed."""
    scope.require("console.write")
    account = queries.account(session, connection_id)
    asked = next((one for one in able(account.connector) if one.name == operation), None)
    if asked is None:
        raise ConnectionInvalid("operation", "field.not_a_choice")
    try:
        asked.parse(typed, lambda name: _goods(session, connection_id, name))
    except operations.FieldWrong as error:
        raise ConnectionInvalid(error.field, error.code) from None
    if asked.changes:
        if not confirmed:
            raise ConnectionInvalid("operation", "console.not_confirmed")
        audit.append(
            session, scope, "console.run", connection_id, {"operation": operation, "name": account.name}
        )
    fields = {field.name: typed.get(field.name, "").strip() for field in asked.fields}
    return bench_runs.start(session, scope, connection_id, BenchKind.OPERATION, operation, fields)


def start_scenarios(session: Session, scope: Scope, connection_id: UUID) -> UUID:
    """Never against a live account."""
    account = queries.account(session, connection_id)
    if account.environment == "live":
        raise ConnectionInvalid("environment", "scenarios.not_live")
    return bench_runs.start(session, scope, connection_id, BenchKind.SCENARIOS, "", {})


def start_comparison(session: Session, scope: Scope, connection_id: UUID, operation: str) -> UUID:
    return bench_runs.start(session, scope, connection_id, BenchKind.COMPARE, operation, {})


def run(run_id: UUID) -> None:
    """The worker's part. A run that broke off is told so and not repeated: it may have changed something."""
    with db.system_transaction() as session:
        merchant_id = bench_runs.merchant_of(session, run_id)
    if merchant_id is None:
        return
    scope = system_scope(merchant_id)
    with db.exclusive(f"{Topic.BENCH}:{run_id}") as is_mine:
        if not is_mine:
            return
        with db.transaction(scope) as session:
            begun = bench_runs.begin(session, run_id)
        if begun is not None:
            row, content = begun
            result, error = _done(scope, row, content["asked"])
            with db.transaction(scope) as session:
                bench_runs.finish(session, scope, row, {**content, **result}, error)
        with db.transaction(scope) as session:
            session.execute(
                text("DELETE FROM outbox WHERE partition = :id AND topic = :topic"),
                {"id": run_id, "topic": Topic.BENCH.value},
            )


def _done(scope: Scope, row: BenchRow, asked: dict[str, str]) -> tuple[dict[str, Any], str | None]:
    work = {
        BenchKind.OPERATION.value: _operation,
        BenchKind.SCENARIOS.value: _scenarios,
        BenchKind.COMPARE.value: _comparison,
    }[row.kind]
    try:
        return work(scope, row, asked)
    except ConnectionMissing:
        return {}, "channels.missing"
    except SecretUnreadable:
        return {}, "console.unreadable"


def _operation(scope: Scope, row: BenchRow, fields: dict[str, str]) -> tuple[dict[str, Any], str | None]:
    tape, found = Tape(), list[Any]()
    begun = time.monotonic()
    error, detail = None, ""
    try:
        with opened(row.connection_id, even_if_idle=True, tape=tape, by_hand=True) as channel:
            asked = operations.OPERATIONS[row.operation]
            with db.transaction(scope) as session:
                values = asked.parse(fields, lambda name: _goods(session, row.connection_id, name))
            for record in islice(asked.ask(channel.connector, values), MOST_RECORDS):
                found.append(plain(record))
    except ConnectorError as failure:
        error, detail = failure.code, failure.detail[:500]
    except operations.FieldWrong as wrong:
        error, detail = wrong.code, wrong.field
    return {
        "exchanges": tape.as_plain(),
        "records": found,
        "seconds": round(time.monotonic() - begun, 3),
        "detail": detail,
    }, error


def _scenarios(scope: Scope, row: BenchRow, _: dict[str, str]) -> tuple[dict[str, Any], str | None]:
    tape, steps = Tape(), list[dict[str, Any]]()
    with opened(row.connection_id, even_if_idle=True, tape=tape, by_hand=True) as channel:
        if channel.account.environment == "live":
            return {}, "scenarios.not_live"
        for step in scenarios.run(_bench(channel, tape)):
            steps.append(asdict(step))
            with db.transaction(scope) as session:
                bench_runs.keep(session, scope, row, {"asked": {}, "steps": steps, "exchanges": []})
    failed = any(step["outcome"] == "failed" for step in steps)
    return {"steps": steps, "exchanges": tape.as_plain()}, "scenarios.some_failed" if failed else None


def _bench(channel: Channel, tape: Tape) -> Bench:
    account = channel.account
    return Bench(
        connector=channel.connector,
        capabilities=registry.manifest(account.connector).capabilities,
        now=now,
        asked=lambda: len(tape.exchanges),
        trouble=(lambda: _trouble(account)) if account.environment == "sandbox" else None,
        webhook_address=webhook_address(account.environment, account.webhook_key),
        own_webhook=account.webhook_external_id or "",
    )


def _trouble(account: Account) -> None:
    """The sandbox's next answer to this provider's clients is a fault, once."""
    httpx.post(
        f"http://127.0.0.1:{settings().sandbox_port}/_control/faults",
        json={"kind": "503", "provider": account.connector, "times": 1},
        timeout=SANDBOX_SECONDS,
        trust_env=False,
    ).raise_for_status()


def _comparison(scope: Scope, row: BenchRow, _: dict[str, str]) -> tuple[dict[str, Any], str | None]:
    """Nothing is asked of the provider: the recordings are."""
    with db.transaction(scope) as session:
        account = queries.account(session, row.connection_id)
        statuses = mappings.statuses_of(session, row.connection_id)
        ids = takes.ids_of(session, row.connection_id, row.operation, MOST_COMPARED)
    changes: list[dict[str, str]] = []
    failed = unreadable = 0
    for take_id in ids:
        try:
            with db.transaction(scope) as session:
                take = takes.read(session, scope, take_id)
        except SecretUnreadable:
            unreadable += 1
            continue
        if take is None:
            continue
        replayed = replays.replay(account, statuses, take.operation, take.content)
        if replayed.error:
            failed += 1
            changes.append(_change(take_id, take.operation, "", "", "✓", replayed.error))
        changes += [
            _change(take_id, take.operation, one.record, one.field, one.was, one.now)
            for one in replayed.changes
        ]
    counts = {"compared": len(ids) - unreadable, "failed": failed, "unreadable": unreadable}
    return {"changes": changes[: replays.MOST_CHANGES], "total": len(changes), **counts}, None


def _change(take_id: UUID, operation: str, record: str, field: str, was: str, is_now: str) -> dict[str, str]:
    return {
        "take": str(take_id),
        "operation": operation,
        "record": record,
        "field": field,
        "was": was,
        "now": is_now,
    }


def import_again(scope: Scope, take_id: UUID) -> int:
    """Have a worker read the recording's packages from the channel anew. Returns how many."""
    scope.require("console.write")
    with db.transaction(scope) as session:
        take = takes.read(session, scope, take_id)
        if take is None:
            return 0
        packages = [
            str(record["external_id"])
            for record in take.content["records"]
            if isinstance(record, dict)
            and record.get("_") in {"PackageRecord", "ParkedRecord"}
            and record.get("external_id")
        ]
        for external_id in packages:
            key = takes.key_of(take.connection_id, external_id)
            outbox.append(
                session,
                scope.merchant_id,
                Topic.REFETCH.value,
                take.connection_id,
                key,
                {"external_id": external_id},
            )
    return len(packages)


def _goods(session: Session, connection_id: UUID, name: str) -> tuple[str, str | None]:
    """By SKU, barcode or the channel's id. Raises LookupError."""
    row = session.execute(
        text(
            "SELECT l.external_id, l.external_parent_id FROM listing l LEFT JOIN variant v ON v.id = l.variant_id"
            " WHERE l.connection_id = :connection AND (l.external_id = :name OR l.sku = :name OR l.barcode = :name"
            "  OR v.sku = :name OR v.barcode = :name) ORDER BY l.external_id = :name DESC, l.id LIMIT 1"
        ),
        {"connection": connection_id, "name": name},
    ).one_or_none()
    if row is None:
        raise LookupError(name)
    return row.external_id, row.external_parent_id


DOTS = HIDDEN
_PERSONAL = frozenset(
    {"buyer_name", "buyer_email", "buyer_phone", "customer_name", "shipping_address", "billing_address"}
)


def shown_records(scope: Scope, records: list[Any]) -> list[Any]:
    """For a screen or a file: what a person's role may not see is hidden."""
    return [_masked(record) for record in records] if scope.masks else records


def is_personal(path: str) -> bool:
    """Whether a field of a record says something about a person: `buyer_name`, `shipping_address.city`."""
    return not _PERSONAL.isdisjoint(path.split("."))


def _masked(value: Any) -> Any:  # noqa: ANN401 - it mirrors the shape it is given
    if isinstance(value, dict):
        return {key: HIDDEN if key in _PERSONAL else _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list) else value


def shown_exchange(scope: Scope, exchange: Mapping[str, Any]) -> dict[str, Any]:
    """With its bodies laid out; of a body that is no JSON, nobody knows what in it is about a person."""
    return {
        **exchange,
        "request": _shown_body(scope, exchange["request"]),
        "answer": _shown_body(scope, exchange["answer"]),
    }


def _shown_body(scope: Scope, body: str) -> str:
    laid_out = playback.shown(body, personal=not scope.masks)
    is_json = body.lstrip()[:1] in {"{", "["}
    return HIDDEN if scope.masks and body and not is_json else laid_out


def test_case(scope: Scope, row: BenchRow, content: Mapping[str, Any]) -> dict[str, Any]:
    """What `prapazar connectors replay` plays again: unmasked for whoever may see it all, else not playable."""
    with db.transaction(scope) as session:
        account = queries.account(session, row.connection_id)
    return {
        "connector": account.connector,
        "operation": row.operation,
        "environment": account.environment,
        "settings": account.settings,
        "fields": content["asked"],
        "exchanges": [
            shown_exchange(scope, one) if scope.masks else one for one in content.get("exchanges", [])
        ],
        "records": shown_records(scope, content.get("records", [])),
    }


test_case.__test__ = False  # type: ignore[attr-defined]

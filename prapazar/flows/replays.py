"""Replay: what today's code and mappings make of a recording, and where that differs from what was made of it then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.operations import OPERATIONS, FieldWrong
from prapazar.connector_kit.playback import Playback, PlayedTokens, Tape, Unlimited, play
from prapazar.connector_kit.statuses import explaining
from prapazar.domain.channels import queries, takes
from prapazar.domain.channels.queries import Account
from prapazar.domain.channels.takes import OpenedTake
from prapazar.domain.mappings import queries as mappings
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

MOST_CHANGES = 200
_KEYS = ("external_id", "order_number", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record that comes out differently."""

    record: str
    """The record's own id at the channel."""
    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Replayed:
    records: list[Any]
    changes: list[Change]
    error: str | None
    """Code of what today's code met."""


def replay(
    account: Account, statuses: Mapping[str, str], operation: str, content: Mapping[str, Any]
) -> Replayed:
    """`content` of a take, read as `statuses` are mapped now; nothing is asked of the provider."""
    with explaining(statuses):
        return played(
            account.connector, account.settings, account.credentials, account.environment, operation, content
        )


def replay_file(connector: str, case: Mapping[str, Any]) -> Replayed:
    """A test case saved from the console. It holds no secrets, and none are needed."""
    fields = registry.manifest(connector).auth.fields
    secrets = {field.name: "played" for field in fields if field.kind == "secret"}
    defaults = {field.name: field.default for field in fields if field.default}
    settings = {**defaults, **case.get("settings", {})}
    return played(connector, settings, secrets, case.get("environment", "live"), str(case["operation"]), case)


def played(
    connector: str,
    settings: Mapping[str, Any],
    credentials: Mapping[str, str],
    environment: str,
    operation: str,
    content: Mapping[str, Any],
) -> Replayed:
    wire = Wire(
        limiter=Unlimited(),
        tokens=PlayedTokens(),
        transport=Playback(Tape.of(content["exchanges"])),
        sleep=lambda _: None,
    )
    if operation not in OPERATIONS:
        return Replayed([], [], "console.unknown_operation")
    client = registry.build(connector, settings, credentials, cast("Environment", environment), wire)
    try:
        records = play(client, operation, content["fields"])
    except ConnectorError as error:
        return Replayed([], [], error.code)
    except FieldWrong as error:
        return Replayed([], [], error.code)
    finally:
        client.close()
    return Replayed(records, differences(content["records"], records)[:MOST_CHANGES], None)


def replay_take(scope: Scope, take_id: UUID) -> tuple[OpenedTake, Replayed] | None:
    """Of a recording of this merchant's."""
    with db.transaction(scope) as session:
        take = takes.read(session, scope, take_id)
        if take is None:
            return None
        account = queries.account(session, take.connection_id)
        statuses = mappings.statuses_of(session, take.connection_id)
    return take, replay(account, statuses, take.operation, take.content)


def differences(was: list[Any], now: list[Any]) -> list[Change]:
    """Records are paired by their ids; one that is gone or new is a change of the whole."""
    before, after = _named(was), _named(now)
    found: list[Change] = []
    for name in {**before, **after}:
        if name not in after:
            found.append(Change(name, "", "✓", "–"))
        elif name not in before:
            found.append(Change(name, "", "–", "✓"))
        else:
            found += _inside(name, "", before[name], after[name])
    return found


def _named(records: list[Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for place, record in enumerate(records):
        name = next((str(record[key]) for key in _KEYS if isinstance(record, dict) and record.get(key)), "")
        named[name if name and name not in named else f"{name}#{place + 1}"] = record
    return named


def _inside(name: str, path: str, was: object, now: object) -> Iterator[Change]:
    if was == now:
        return
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (
            key for key in {**was, **now} if path or key != "raw"
        ):  # as it came, with the buyer in it
            yield from _inside(name, f"{path}.{key}".lstrip("."), was.get(key), now.get(key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _inside(name, f"{path}[{place}]", one, other)
    else:
        yield Change(name, path, _short(was), _short(now))


def _short(value: object) -> str:
    return "–" if value is None else str(value)[:200]

"""Places where a worker stops until it is killed: between two statements, in a commit, or in a call."""

from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import Connection, text

from tests.factories.running import awaited
from tests.factories.stages import Server, Stage

_CLASS = 7_001
"""Of the advisory locks: nobody else's."""
_FUNCTION = text(
    "CREATE OR REPLACE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" PERFORM pg_advisory_xact_lock({_CLASS}, CAST(TG_ARGV[0] AS int));"
    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
)
_HELD_UP = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :class AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def is_let_go(admin: Connection) -> bool:
    """Whether the database has seen that a dead worker is gone: until then its work is nobody else's."""
    return awaited(lambda: admin.execute(_HELD).scalar_one(), 0) == 0


@dataclass(frozen=True, slots=True)
class Before:
    """Where a row is about to be written; `when` may name {connection}, {variant} and {order}."""

    verb: str
    table: str
    when: str

    def trigger(self, name: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {self.verb} ON {self.table}"


@dataclass(frozen=True, slots=True)
class InCommit(Before):
    """Where the transaction that wrote the row is being committed: it will be, and its worker never hears of it."""

    def trigger(self, name: str) -> str:
        return f"CREATE CONSTRAINT TRIGGER {name} AFTER {self.verb} ON {self.table} DEFERRABLE INITIALLY DEFERRED"


@dataclass(frozen=True, slots=True)
class Unheard:
    """The request is out, and the channel has not done anything about it."""

    method: str
    path: str
    fault = "timeout"


@dataclass(frozen=True, slots=True)
class Unanswered(Unheard):
    """The channel has done what was asked, and its answer does not come."""

    fault = "hung_answer"


Stop: TypeAlias = Before | Unheard


@dataclass
class Stops:
    """`admin` is a connection of the owner's to the shop's database that commits each statement."""

    admin: Connection
    server: Server
    _tables: dict[int, str] = field(default_factory=dict)
    _faults: dict[int, int] = field(default_factory=dict)

    def place(self, number: int, stop: Stop, stage: Stage, **names: object) -> None:
        if isinstance(stop, Unheard):
            self._faults[number] = self._hang(stop, stage)
        else:
            self._block(number, stop, names)

    def _hang(self, stop: Unheard, stage: Stage) -> int:
        body = {"kind": stop.fault, "provider": stage.slug, "account": stage.account, "times": 1}
        fault = self.server.pull("POST", "/faults", {**body, "method": stop.method, "path": stop.path})
        number: int = fault["id"]
        return number

    def _block(self, number: int, stop: Before, names: dict[str, object]) -> None:
        self._tables[number] = stop.table
        self.admin.execute(_FUNCTION)
        self.admin.execute(text(f"SELECT pg_advisory_lock({_CLASS}, {number})"))
        condition = stop.when.format(**names)
        self.admin.execute(
            text(
                f"{stop.trigger(_name(number))} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION stop_here('{number}')"
            )
        )

    def reached(self) -> set[int]:
        """Numbers of the stops where somebody stands now."""
        blocked = set(self.admin.execute(_HELD_UP, {"class": _CLASS}).scalars())
        struck = {fault["id"] for fault in self.server.pull("GET", "/faults") if fault["remaining"] == 0}
        return blocked | {number for number, fault in self._faults.items() if fault in struck}

    def lift(self) -> None:
        """Whoever stands there goes on; dropping the triggers waits for the transactions of the dead to end."""
        self.admin.execute(text("SELECT pg_advisory_unlock_all()"))
        for number, table in self._tables.items():
            self.admin.execute(text(f"DROP TRIGGER {_name(number)} ON {table}"))
        self.server.pull("DELETE", "/faults")
        self._tables.clear()
        self._faults.clear()


def _name(number: int) -> str:
    return f"stop_{number}"

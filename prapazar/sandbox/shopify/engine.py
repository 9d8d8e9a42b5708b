"""Checks a query against the schema, prices it in points, and answers it from plain objects."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.language import (
    Directive,
    Document,
    EnumWord,
    Field,
    Operation,
    Spread,
    Variable,
)
from prapazar.sandbox.shopify.more_schema import ABSTRACT
from prapazar.sandbox.shopify.schema import FieldType, Schema, named

MOST_ROWS = 250
_MUTATION_POINTS = 10


class GraphFault(Exception):
    """A query that is refused; it stands in `errors` of a 200."""

    def __init__(self, message: str, code: str, path: list[str] | None = None, **more: str) -> None:
        super().__init__(message)
        self.error: Json = {
            "message": message,
            "locations": [{"line": 1, "column": 1}],
            **({"path": path} if path else {}),
            "extensions": {"code": code, **more},
        }


@dataclass
class Plan:
    """A query made ready: variables filled in, every name known to the schema."""

    schema: Schema
    document: Document
    operation: Operation
    variables: Json
    points: int = 0
    """What answering has cost so far."""
    directives: list[Directive] = field(default_factory=list)
    """Of the mutation that is being answered."""

    @property
    def root(self) -> str:
        return "Mutation" if self.operation.kind == "mutation" else "QueryRoot"

    def requested(self) -> int:
        return self._price(self.root, self.operation.selections)

    def check(self) -> None:
        self._check(self.root, self.operation.selections, [self.operation.kind])

    def answer(self, root: Json) -> Json:
        return self._object(self.root, root, self.operation.selections)

    def fields(self, kind: str, selections: list[Any]) -> Iterator[Field]:
        """Fragments opened; those on another type and skipped fields left out."""
        for one in selections:
            if not self._is_wanted(one.directives):
                continue
            if isinstance(one, Field):
                yield one
                continue
            spread = self._spread(one)
            if spread.on in (None, kind, *ABSTRACT):
                yield from self.fields(kind, spread.selections)

    def arguments(self, one: Field | Directive, types: dict[str, str], owner: str) -> Json:
        found: Json = {}
        for name, given in one.arguments.items():
            if name not in types:
                text = f"Field '{one.name}' doesn't accept argument '{name}'"
                raise GraphFault(
                    text, "argumentNotAccepted", name=one.name, typeName=owner, argumentName=name
                )
            if isinstance(given, Variable) and given.name not in self.variables:
                continue
            found[name] = self._coerced(self._filled(given), types[name], name)
        for name, kind in types.items():
            if kind.endswith("!") and found.get(name) is None:
                text = f"Field '{one.name}' is missing required arguments: {name}"
                raise GraphFault(text, "missingRequiredArguments", className="Field", name=one.name)
        return found

    def _spread(self, one: Spread) -> Spread:
        if one.fragment is None:
            return one
        if one.fragment not in self.document.fragments:
            text = f"Fragment {one.fragment} was used, but not defined"
            raise GraphFault(text, "useAndDefineFragment", fragmentName=one.fragment)
        return self.document.fragments[one.fragment]

    def _is_wanted(self, directives: list[Directive]) -> bool:
        for one in directives:
            if one.name in ("skip", "include") and bool(self._filled(one.arguments["if"])) is (
                one.name == "skip"
            ):
                return False
        return True

    def _filled(self, value: Any) -> Any:  # noqa: ANN401 - a literal of any kind
        if isinstance(value, Variable):
            if value.name not in self.operation.variables:
                text = f"Variable ${value.name} is used but not declared"
                raise GraphFault(text, "variableNotDefined", variableName=value.name)
            return self.variables.get(value.name)
        if isinstance(value, EnumWord):
            return value.word
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if isinstance(value, dict):
            unset = {
                n for n, one in value.items() if isinstance(one, Variable) and one.name not in self.variables
            }
            return {name: self._filled(one) for name, one in value.items() if name not in unset}
        return value

    def _coerced(self, value: Any, kind: str, name: str) -> Any:  # noqa: ANN401 - an input of any kind
        inner = kind.removesuffix("!")
        if value is None:
            if kind.endswith("!"):
                raise GraphFault(f"{name} of type {kind} was provided invalid value", "INVALID_VARIABLE")
            return None
        if inner.startswith("["):
            rows = value if isinstance(value, list) else [value]
            return [self._coerced(one, inner[1:-1], name) for one in rows]
        if inner in self.schema.inputs:
            return self._input(value, inner, name)
        is_odd = isinstance(value, list | dict) or (inner == "Int" and (type(value) is not int))
        if is_odd or (inner == "Boolean" and not isinstance(value, bool)):
            raise GraphFault(f"{name} of type {kind} was provided invalid value", "INVALID_VARIABLE")
        return str(value) if inner in ("ID", "Money", "Decimal") else value

    def _input(self, value: object, kind: str, name: str) -> Json:
        types = self.schema.inputs[kind]
        if not isinstance(value, dict):
            raise GraphFault(f"{name} of type {kind} was provided invalid value", "INVALID_VARIABLE")
        for key in value:
            if key not in types:
                text = f"InputObject '{kind}' doesn't accept argument '{key}'"
                raise GraphFault(text, "argumentNotAccepted", typeName=kind, argumentName=key)
        for key, wanted in types.items():
            if wanted.endswith("!") and value.get(key) is None:
                text = f"Variable {name} of type {kind} was provided invalid value for {key}"
                raise GraphFault(text, "INVALID_VARIABLE")
        return {key: self._coerced(one, types[key], key) for key, one in value.items()}

    def _check(self, kind: str, selections: list[Any], path: list[str]) -> None:
        for one in selections:
            if isinstance(one, Spread):
                spread = self._spread(one)
                if spread.on is not None and not self.schema.is_object(spread.on):
                    text = f"No such type {spread.on}, so it can't be a fragment condition"
                    raise GraphFault(text, "undefinedType", path, typeName=spread.on)
                self._check(spread.on or kind, spread.selections, path)
            elif one.name != "__typename":
                self._check_field(kind, one, [*path, one.alias])

    def _check_field(self, kind: str, one: Field, path: list[str]) -> None:
        known = self.schema.objects[kind].get(one.name)
        if known is None:
            text = f"Field '{one.name}' doesn't exist on type '{kind}'"
            raise GraphFault(text, "undefinedField", path, typeName=kind, fieldName=one.name)
        given = self.arguments(one, known.arguments, kind)
        if not self.schema.is_object(known.named):
            if one.selections:
                text = f"Selections can't be made on scalars (field '{one.name}' returns {known.named})"
                raise GraphFault(text, "selectionMismatch", path, typeName=kind)
            return
        if not one.selections:
            text = (
                f"Field must have selections (field '{one.name}' returns {known.named} but has no selections)"
            )
            raise GraphFault(text, "selectionMismatch", path, typeName=kind)
        if known.named.endswith("Connection"):
            rows = given.get("first", given.get("last"))
            if rows is None:
                raise GraphFault("you must provide one of first or last", "BAD_REQUEST", path)
            if not 0 <= rows <= MOST_ROWS:
                raise GraphFault(f"first must be between 0 and {MOST_ROWS}", "BAD_REQUEST", path)
        self._check(known.named, one.selections, path)

    def _price(self, kind: str, selections: list[Any], rows: int = 1) -> int:
        """Scalars 0, objects 1, connections by what they may hold, mutations 10."""
        total = 0
        for one in self.fields(kind, selections):
            known = self.schema.objects[kind].get(one.name)
            if known is None or not self.schema.is_object(known.named) or known.named == "PageInfo":
                continue
            if known.named.endswith("Connection"):
                given = self.arguments(one, known.arguments, kind)
                total += self._price(known.named, one.selections, given.get("first", given.get("last")) or 0)
            elif known.named.endswith("Edge"):
                total += self._price(known.named, one.selections, rows)
            else:
                own = _MUTATION_POINTS if kind == "Mutation" else 0 if known.named.endswith("Payload") else 1
                times = rows if kind.endswith(("Connection", "Edge")) else 1
                total += times * (own + self._price(known.named, one.selections))
        return total

    def _object(self, kind: str, value: Json, selections: list[Any]) -> Json:
        kind = str(value.get("__typename", kind))
        found: Json = {}
        for one in self.fields(kind, selections):
            if one.name == "__typename":
                found[one.alias] = kind
                continue
            known = self.schema.objects[kind][one.name]
            self.directives = one.directives if kind == "Mutation" else self.directives
            found[one.alias] = self._value(kind, known, one, value.get(one.name))
        return found

    def _value(self, kind: str, known: FieldType, one: Field, value: Any) -> Any:  # noqa: ANN401 - of any kind
        if callable(value):
            value = value(self.arguments(one, known.arguments, kind))
        if value is None or not self.schema.is_object(known.named):
            return value
        if isinstance(value, list):
            return [None if row is None else self._counted(kind, known, row, one) for row in value]
        return self._counted(kind, known, value, one)

    def _counted(self, kind: str, known: FieldType, value: Json, one: Field) -> Json:
        if kind == "Mutation":
            self.points += _MUTATION_POINTS
        elif known.named != "PageInfo" and not known.named.endswith(("Connection", "Edge")):
            self.points += 1
        return self._object(known.named, value, one.selections)


def prepare(schema: Schema, document: Document, name: str | None, given: Json) -> Plan:
    """The operation that is meant, with its variables; raises GraphFault."""
    fitting = [one for one in document.operations if name in (None, "", one.name)]
    if len(fitting) != 1:
        raise GraphFault(
            "No operation named " + repr(name) if name else "An operation name is required", "BAD_REQUEST"
        )
    [operation] = fitting
    variables: Json = {}
    for variable, declared in operation.variables.items():
        kind = named(declared.kind)
        if kind in schema.objects:
            raise GraphFault(f"{kind} isn't a valid input type (on ${variable})", "variableRequiresValidType")
        if variable in given:
            variables[variable] = given[variable]
        elif declared.has_default:
            variables[variable] = declared.default
        if declared.kind.endswith("!") and variables.get(variable) is None:
            text = f"Variable ${variable} of type {declared.kind} was provided invalid value"
            raise GraphFault(text, "INVALID_VARIABLE")
    return Plan(schema, document, operation, variables)

"""Reads the GraphQL query language: operations, selections, arguments, variables, aliases, fragments."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

_TOKEN = re.compile(
    r'(?P<skip>[\s,\ufeff]+|#[^\n]*)|(?P<block>"""(?:\\"""|[\s\S])*?""")|(?P<text>"(?:\\.|[^"\\\n])*")'
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<mark>\.\.\.|[!$&()\[\]{}:=@|])"
)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))')
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}


class SyntaxFault(ValueError):
    """The query cannot be read."""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class EnumWord:
    """A bare word where a value is expected."""

    word: str


@dataclass(slots=True)
class Directive:
    name: str
    arguments: dict[str, Any]


@dataclass(slots=True)
class Field:
    name: str
    alias: str
    arguments: dict[str, Any]
    directives: list[Directive]
    selections: "list[Selection]"


@dataclass(slots=True)
class Spread:
    """A named fragment, or one written in place."""

    fragment: str | None
    on: str | None
    directives: list[Directive]
    selections: "list[Selection]"


Selection = Field | Spread


@dataclass(slots=True)
class Declared:
    """A variable an operation asks for; `kind` is its type as written, such as `[ID!]!`."""

    kind: str
    has_default: bool
    default: Any = None


@dataclass(slots=True)
class Operation:
    kind: str
    name: str | None
    variables: dict[str, Declared]
    selections: list[Selection]


@dataclass(slots=True)
class Document:
    operations: list[Operation] = field(default_factory=list)
    fragments: dict[str, Spread] = field(default_factory=dict)


def parse(text: str) -> Document:
    reader = _Reader(_tokens(text))
    document = Document()
    while reader.peek():
        reader.definition(document)
    if not document.operations:
        raise SyntaxFault("Unexpected end of document")
    return document


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            line = text.count("\n", 0, place) + 1
            raise SyntaxFault(f'Expected NAME, actual: UNKNOWN_CHAR ("{text[place]}") at line {line}')
        if match.lastgroup != "skip":
            found.append((str(match.lastgroup), match.group()))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._place = 0

    def peek(self) -> str:
        return self._tokens[self._place][1] if self._place < len(self._tokens) else ""

    def definition(self, document: Document) -> None:
        word = self.peek()
        if word == "fragment":
            self._take()
            name = self._name()
            self._expect("on")
            on = self._name()
            document.fragments[name] = Spread(name, on, self._directives(), self._selections())
        elif word in ("query", "mutation", "subscription"):
            self._take()
            name = self._name() if self._kind() == "name" else ""
            variables = self._declared()
            self._directives()
            document.operations.append(Operation(word, name or None, variables, self._selections()))
        else:
            document.operations.append(Operation("query", None, {}, self._selections()))

    def _selections(self) -> list[Selection]:
        self._expect("{")
        found: list[Selection] = []
        while self.peek() != "}":
            found.append(self._spread() if self.peek() == "..." else self._field())
        self._take()
        if not found:
            raise SyntaxFault("Expected a selection, actual: RCURLY")
        return found

    def _field(self) -> Field:
        alias = name = self._name()
        if self._skip(":"):
            name = self._name()
        arguments = self._arguments()
        directives = self._directives()
        return Field(name, alias, arguments, directives, self._selections() if self.peek() == "{" else [])

    def _spread(self) -> Spread:
        self._take()
        if self._kind() == "name" and self.peek() != "on":
            return Spread(self._name(), None, self._directives(), [])
        on = self._name() if self._skip("on") else None
        return Spread(None, on, self._directives(), self._selections())

    def _arguments(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._skip("("):
            while not self._skip(")"):
                name = self._name()
                self._expect(":")
                found[name] = self._value()
        return found

    def _directives(self) -> list[Directive]:
        found = []
        while self._skip("@"):
            found.append(Directive(self._name(), self._arguments()))
        return found

    def _declared(self) -> dict[str, Declared]:
        found: dict[str, Declared] = {}
        if self._skip("("):
            while not self._skip(")"):
                self._expect("$")
                name = self._name()
                self._expect(":")
                kind = self._type()
                has_default = self._skip("=")
                found[name] = Declared(kind, has_default, self._value() if has_default else None)
                self._directives()
        return found

    def _type(self) -> str:
        if self._skip("["):
            inner = self._type()
            self._expect("]")
            kind = f"[{inner}]"
        else:
            kind = self._name()
        return f"{kind}!" if self._skip("!") else kind

    def _value(self) -> Any:  # noqa: ANN401 - a literal of any kind
        kind, text = self._kind(), self._take()
        if text == "$":
            return Variable(self._name())
        if text == "[":
            items = []
            while not self._skip("]"):
                items.append(self._value())
            return items
        if text == "{":
            self._place -= 1
            return self._object()
        return _literal(kind, text)

    def _object(self) -> dict[str, Any]:
        self._expect("{")
        found: dict[str, Any] = {}
        while not self._skip("}"):
            name = self._name()
            self._expect(":")
            found[name] = self._value()
        return found

    def _kind(self) -> str:
        return self._tokens[self._place][0] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        text = self.peek()
        if not text:
            raise SyntaxFault("Unexpected end of document")
        self._place += 1
        return text

    def _name(self) -> str:
        if self._kind() != "name":
            raise SyntaxFault(f'Expected NAME, actual: "{self.peek() or "end of document"}"')
        return self._take()

    def _skip(self, text: str) -> bool:
        is_there = self.peek() == text and self._kind() in ("mark", "name")
        self._place += is_there
        return is_there

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise SyntaxFault(f'Expected "{text}", actual: "{self.peek() or "end of document"}"')


def _literal(kind: str, text: str) -> Any:  # noqa: ANN401 - a literal of any kind
    if kind == "number":
        return int(text) if text.lstrip("-").isdecimal() else Decimal(text)
    if kind == "text":
        return _ESCAPE.sub(_unescaped, text[1:-1])
    if kind == "block":
        return text[3:-3].strip("\n")
    if kind == "name":
        return _WORDS[text] if text in _WORDS else EnumWord(text)
    raise SyntaxFault(f'Expected a value, actual: "{text}"')


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2])

"""The kinds of values components take, named once."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import reflex as rx

Text: TypeAlias = str | rx.Var[Any]
"""A sentence: from `t(...)`, a state var, or a literal that is the same in every language."""
Child: TypeAlias = rx.Component | str | rx.Var[Any]
Flag: TypeAlias = bool | rx.Var[Any]
Rows: TypeAlias = Any
"""A state var holding a list of small plain records."""
Handler: TypeAlias = Any
"""An event handler of a state, a call of one, a client call, or a list of these."""
Tone: TypeAlias = Literal["neutral", "bad", "wait", "good", "info"]
Children: TypeAlias = Sequence[Child]

"""Sentences on the screen: both languages compiled in, the reader's cookie chooses."""

import re

import reflex as rx
from reflex.vars import VarData
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.utils.format import format_state_name

from prapazar.components.kinds import Text
from prapazar.foundation import texts

LOCALE_STATE = "reflex___state____state.prapazar___states___locale____locale_state"
"""Wire name of `states.locale.LocaleState`: components may not import states, and it never changes."""

LOCALE = rx.Var(
    f"{format_state_name(LOCALE_STATE)}.locale{FIELD_MARKER}",
    _var_type=str,
    _var_data=VarData.from_state(LOCALE_STATE, "locale"),
).to(str)


def t(key: str, **values: Text | int) -> rx.Var[str]:
    """The sentence of `key` in the reader's language; `values` may be state vars."""
    turkish, english = texts.pair(key)
    return rx.cond(LOCALE == "en", _filled(english, values), _filled(turkish, values)).to(str)


def percent(number: rx.Var[str]) -> rx.Var[str]:
    """`%98` in Turkish, `98%` in English."""
    said = number.to(str)
    return rx.cond(LOCALE == "en", said + "%", "%" + said).to(str)


def words(subject: str, code: rx.Var[str], otherwise: Text | None = None) -> rx.Var[str]:
    """The word for a code held in a var: `words("order_status", row["status"])`."""
    cases = [(name, t(f"{subject}.{name}")) for name in texts.names(subject)]
    return rx.match(code, *cases, code if otherwise is None else otherwise).to(str)


def _filled(template: str, values: dict[str, Text | int]) -> rx.Var[str]:
    if not values:
        return rx.Var.create(template).to(str)
    forms: dict[str, rx.Var[str]] = {}

    def named(found: re.Match[str]) -> str:
        """A word for one or many becomes a value of its own, chosen where the number is known."""
        name = f"form_{len(forms)}"
        is_one = rx.Var.create(values[found[1]]).to_string(use_json=False) == "1"
        forms[name] = rx.cond(is_one, found[2], found[3]).to(str)
        return "{" + name + "}"

    plain = texts.PLURAL.sub(named, template)
    return rx.Var.create(plain.format(**values, **forms)).to(str)

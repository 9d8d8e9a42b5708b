"""What a manifest says about access that is granted on the provider's own page (OAuth 2, with or without PKCE)."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Client(_Part):
    """Our app at the provider: fields of the form, and where the token address wants to see them."""

    id: str
    secret: str | None = None
    """None for an app that has no secret, or does not show it here."""
    shown: Literal["client_secret_post", "client_secret_basic", "none"] = "client_secret_post"

    @model_validator(mode="after")
    def _has_what_it_shows(self) -> "Client":
        if (self.secret is None) != (self.shown == "none"):
            raise ValueError("a client shows its secret, or has none")
        return self


class Fill(_Part):
    """A field that the grant fills, from the token's answer or from the address of the way back."""

    field: str
    member: str | None = None
    """Of the token's answer."""
    parameter: str | None = None
    """Of the address the provider sends the browser back to, such as Amazon's `selling_partner_id`."""
    pattern: str = r"(.+)"
    """Its first group is what is taken."""
    unless: str | None = None
    """Not where the token's answer has this member."""

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> "Fill":
        if (self.member is None) == (self.parameter is None):
            raise ValueError(f"{self.field} is filled from a member or from a parameter")
        return self

    def value(self, answer: Mapping[str, object], query: Mapping[str, str]) -> str:
        """Empty where there is none."""
        if self.unless is not None and answer.get(self.unless):
            return ""
        given = answer.get(self.member) if self.member is not None else query.get(self.parameter or "")
        found = re.match(self.pattern, str(given)) if given else None
        return found[1] if found else ""


class Term(_Part):
    """A word of an address that hangs on a choice of the form, such as Amazon's seller site of a marketplace."""

    field: str
    values: dict[str, str]


class Consent(_Part):
    """Addresses may hold fields of the form as `{name}`, terms by their name, and `{sandbox}`."""

    page: dict[str, str]
    """The page a person grants access on, by environment; one that is missing is connected by keys alone."""
    token_host: str = ""
    """Part of the hosts the token address stands on; empty for a provider with one host."""
    token_path: str
    client: Client
    scopes: tuple[str, ...] = ()
    separator: Literal[" ", ","] = " "
    pkce: bool = False
    is_optional: bool = False
    """Keys alone do, too: the fields that are filled may be typed instead."""
    code: str = "code"
    """The parameter that brings the code, such as Amazon's `spapi_oauth_code`."""
    redirect: str | None = None
    """The field with the name our address is registered under, sent in its place: eBay's RuName."""
    page_query: dict[str, str] = {}
    """What the page is asked with besides."""
    page_omits: tuple[str, ...] = ()
    """Usual parameters this page does not know."""
    token_query: dict[str, str] = {}
    """What the token is asked for with besides."""
    same: dict[str, str] = {}
    """Parameters of the way back that must say this: whoever granted is whom we asked."""
    is_signed: bool = False
    """The connector's auth.py has `check_return(query, credentials, at)`, which raises for a forged way back."""
    terms: dict[str, Term] = {}
    fills: tuple[Fill, ...]

    @property
    def filled(self) -> frozenset[str]:
        return frozenset(fill.field for fill in self.fills)

    @property
    def names(self) -> frozenset[str]:
        """Every field of the form this speaks of."""
        client = {self.client.id, *([self.client.secret] if self.client.secret else [])}
        texts = (
            *self.page.values(),
            *self.page_query.values(),
            *self.token_query.values(),
            *self.same.values(),
        )
        used = {name for text in texts for name in _PLACEHOLDER.findall(text)}
        used |= {term.field for term in self.terms.values()} | ({self.redirect} if self.redirect else set())
        return frozenset((used - self.terms.keys() - {"sandbox"}) | client | self.filled)

    @property
    def asked(self) -> frozenset[str]:
        """What has to be filled in before the page is asked, although keys alone may do without it."""
        return self.names - self.filled

    def text(self, template: str, values: Mapping[str, str]) -> str:
        """With what was filled in; a name without a value is empty."""
        chosen = {name: term.values.get(values.get(term.field, ""), "") for name, term in self.terms.items()}
        known = {**values, **chosen}
        return _PLACEHOLDER.sub(lambda found: known.get(found[1], ""), template)

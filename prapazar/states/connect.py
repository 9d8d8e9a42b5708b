"""The wizard that connects a store: choose, fill in, test, connect."""

from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import channels as flows
from prapazar.flows import standing
from prapazar.flows.channels import ConnectorCard
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.channels import error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

CHOOSE, FILL, DONE = range(3)
LONGEST = 8000
"""Letters of one value; the key of a service account has some thousands."""


class ConnectState(rx.State):
    step: int = CHOOSE
    cards: list[dict[str, str]] = []
    slug: str = ""
    name: str = ""
    where: str = ""
    documentation: str = ""
    fields: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    environments: list[dict[str, str]] = []
    environment: str = "live"
    faults: dict[str, str] = {}
    testing: bool = False
    test_ok: str = ""
    test_failed: str = ""
    saving: bool = False
    connection_id: str = ""

    @rx.event
    @allow("channels.write")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.step, self.faults, self.test_ok, self.test_failed = CHOOSE, {}, "", ""
        self.cards = [
            {"slug": card.slug, "name": card.name, "about": _about(card, scope.locale)}
            for card in flows.connectors(scope.locale)
        ]

    @rx.event
    @allow("channels.write")
    async def choose(self, slug: str) -> None:
        scope = await current_scope(self)
        card = _card(slug, scope.locale)
        if card is None:
            return
        self.slug, self.name, self.step = card.slug, card.name, FILL
        self.where, self.documentation = card.where, card.documentation
        self.fields = [
            {
                "name": field.name,
                "kind": field.kind,
                "label": field.label,
                "help": field.help,
                "required": "1" if field.is_required else "",
                "default": field.default,
            }
            for field in card.fields
        ]
        self.choices = {
            field.name: [{"value": value, "label": label} for value, label in field.choices]
            for field in card.fields
        }
        self.environments = [
            {"value": env, "label": say(scope.locale, f"channels.env_{env}")} for env in card.environments
        ]
        self.environment = card.environments[0]
        self.faults, self.test_ok, self.test_failed = {}, "", ""

    @rx.event
    @allow("channels.write")
    def back(self) -> None:
        self.step = CHOOSE

    @rx.event
    @allow("channels.write")
    def set_environment(self, environment: str) -> None:
        if environment in {one["value"] for one in self.environments}:
            self.environment = environment

    @rx.event(background=True)
    @allow("channels.write")
    async def submit(self, values: dict[str, str]) -> None:
        """Tests the credentials first; a store that answers is connected."""
        async with self:
            scope = await current_scope(self)
            slug, environment = self.slug, self.environment
            filled = {field["name"]: str(values.get(field["name"], ""))[:LONGEST] for field in self.fields}
            name = str(values.get("store_name", ""))[:80].strip() or self.name
            self.faults = {f: error_sentence(c, scope.locale) for f, c in flows.faults(slug, filled).items()}
            if self.faults or self.testing:
                return
            self.testing, self.test_ok, self.test_failed = True, "", ""
        try:
            account = await in_thread(flows.test_credentials, slug, environment, filled)
        except ProviderFault as error:
            async with self:
                self.testing = False
                self.test_failed = error_sentence(error.code, scope.locale)
                if error.detail:
                    self.test_failed += f" ({error.detail[:200]})"
            return
        try:
            connection_id = await in_thread(_connect, scope, slug, name, environment, filled)
        except ConnectionInvalid as error:
            async with self:
                self.testing, self.faults = False, {error.field: error_sentence(error.code, scope.locale)}
            return
        async with self:
            self.testing, self.step, self.connection_id = False, DONE, str(connection_id)
            self.test_ok = say(scope.locale, "channels.test_ok", account=account.name)
            if account.listing_count is not None:
                count = formats.number(account.listing_count, scope.locale)
                self.test_ok += " " + say(scope.locale, "channels.test_listings", count=count)


def _about(card: ConnectorCard, locale: Locale) -> str:
    """What it is, and how far it is proven."""
    level = say(locale, f"channels.level_{standing.evidence_level(card.slug)}")
    return " · ".join([*(say(locale, f"channels.kind_{kind}") for kind in card.kinds), level])


def _card(slug: str, locale: Locale) -> ConnectorCard | None:
    return next((card for card in flows.connectors(locale) if card.slug == slug), None)


def _connect(scope: Scope, slug: str, name: str, environment: str, values: dict[str, str]) -> UUID:
    with db.transaction(scope) as session:
        return flows.connect(
            session, scope, connector=slug, name=name, environment=environment, values=values
        )

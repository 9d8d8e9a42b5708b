"""The wizard that connects a store: choose, fill in, grant access where the channel asks for it, done."""

from collections.abc import Mapping
from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing, GrantDone, GrantRefused
from prapazar.flows import channels as flows
from prapazar.flows import file_channels, grants, pretend, standing
from prapazar.flows.channels import ConnectorCard
from prapazar.flows.faults import ProviderFault
from prapazar.flows.grants import Granted
from prapazar.flows.keeping import Tried
from prapazar.flows.pretend import SandboxAway
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states import connector_rows
from prapazar.states.channels import error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread, session_key

CHOOSE, FILL, GRANT, DONE = range(4)
PAGE, KEYS = "page", "keys"
LONGEST = 8_000
"""Letters of one value; the key of a service account has some thousands."""
CALLED = "connection_name"
"""The field of what the store is called here; all others of the form are the connector's own."""


class ConnectState(rx.State):
    step: int = CHOOSE
    search: str = ""
    kind: str = ""
    country: str = ""
    cards: list[dict[str, str]] = []
    kinds: list[dict[str, str]] = []
    countries: list[dict[str, str]] = []
    count: str = ""
    slug: str = ""
    name: str = ""
    where: str = ""
    by_files: bool = False
    documentation: str = ""
    fields: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    environments: list[dict[str, str]] = []
    environment: str = "live"
    ways: list[dict[str, str]] = []
    """By the channel's page or by keys; empty where there is only one way."""
    way: str = KEYS
    redirect: str = ""
    scopes: list[str] = []
    pretend: list[dict[str, str]] = []
    """Accounts of the built-in sandbox, whose keys nobody has to type."""
    pretend_told: str = ""
    store_name: str = ""
    version: int = 0
    """Inputs keep what was typed; a new number lays them out anew."""
    faults: dict[str, str] = {}
    testing: bool = False
    test_ok: str = ""
    test_failed: str = ""
    connection_id: str = ""
    page_address: str = ""
    """The channel's page, for this log-in and one use."""
    grant_failed: str = ""
    done_text: str = ""
    next_step: str = ""
    """What is best done with it: `match`, `publish`, `carry`, or "" where its page says it."""
    _grant_id: str = ""
    _asked_id: str = ""
    """The form that was filled in on the way to the channel's page."""

    @rx.event
    @allow("channels.write")
    async def load(self) -> object:
        """First, or on the way back from a channel's page: then its grant or its error stands in the address."""
        scope = await current_scope(self)
        query = self.router.url.query_parameters
        grant_id = query.get("grant", "")
        if grant_id and grant_id == self._grant_id:
            return None  # loaded again: what became of it stands here already
        self._grant_id = grant_id
        self.faults, self.test_ok, self.test_failed, self.grant_failed = {}, "", "", ""
        if grant_id:
            self.step, self.testing, self.page_address, self.scopes = GRANT, True, "", []
            return ConnectState.finish
        self.step, self.testing, self.way = CHOOSE, False, KEYS
        self.search = self.country = ""
        self.kind = str(query.get("kind", ""))[:40]
        if error := query.get("error"):
            self.grant_failed = _sentence(f"grant.{error}", scope.locale)
        self._list(scope.locale)
        return None

    def _list(self, locale: Locale) -> None:
        found = flows.connectors(locale)
        self.cards = connector_rows.listed(
            found, locale, search=self.search, kind=self.kind, country=self.country
        )
        self.kinds, self.countries = (
            connector_rows.kinds(found, locale),
            connector_rows.countries(found, locale),
        )
        self.count = say(locale, "connect.count", count=formats.number(len(self.cards), locale))

    @rx.event
    @allow("channels.write")
    async def set_search(self, text: str) -> None:
        self.search = str(text)[:80]
        self._list((await current_scope(self)).locale)

    @rx.event
    @allow("channels.write")
    async def set_kind(self, kind: str) -> None:
        self.kind = str(kind)[:40]
        self._list((await current_scope(self)).locale)

    @rx.event
    @allow("channels.write")
    async def set_country(self, country: str) -> None:
        self.country = str(country)[:40]
        self._list((await current_scope(self)).locale)

    @rx.event
    @allow("channels.write")
    async def choose(self, slug: str) -> None:
        scope = await current_scope(self)
        card = _card(slug, scope.locale)
        if card is not None:
            self._asked_id = ""
            self._lay_out(card, scope.locale)
            await self._offer_keys(scope)

    @rx.event
    @allow("channels.write")
    async def correct(self) -> None:
        """From a grant back to the form as it was filled in; secrets are kept, not shown."""
        scope = await current_scope(self)
        card, environment = _card(self.slug, scope.locale), self.environment
        if card is None:
            return
        self._lay_out(card, scope.locale)
        self._asked_id = self._asked_id or self._grant_id
        login = session_key(self.router_data)
        try:
            before = await in_thread(grants.filled, scope, login, UUID(self._asked_id))
        except (GrantRefused, ValueError):
            self._asked_id, before = "", None
        environment = before.environment if before else environment
        self.environment = environment if environment in card.environments else self.environment
        self._offer_ways(card, scope.locale, PAGE)
        if before:
            self.store_name = before.name
            self._fill(before.values, before.kept)
        await self._offer_keys(scope)

    @rx.event
    @allow("channels.write")
    async def fill_in(self, account: str) -> None:
        """The keys of one of the sandbox's own accounts."""
        scope = await current_scope(self)
        try:
            found = await in_thread(pretend.accounts, scope, self.slug)
        except SandboxAway:
            return
        chosen = next((one for one in found if one.id == account), None)
        if chosen is not None:
            self.faults, self.test_failed = {}, ""
            self._fill(chosen.values)

    def _fill(self, values: Mapping[str, str], kept: frozenset[str] = frozenset()) -> None:
        self.fields = [
            field
            | {
                "default": values.get(field["name"], field["default"]),
                "kept": "1" if field["name"] in kept else "",
            }
            for field in self.fields
        ]
        self.version += 1

    async def _offer_keys(self, scope: Scope) -> None:
        """Where the sandbox's keys come from, which no channel's page tells."""
        self.pretend, self.pretend_told = [], ""
        if self.environment != "sandbox":
            return
        try:
            found = await in_thread(pretend.accounts, scope, self.slug)
        except SandboxAway:
            self.pretend_told = say(scope.locale, "connect.pretend_away")
            return
        self.pretend = [{"id": one.id, "name": one.name} for one in found]

    def _lay_out(self, card: ConnectorCard, locale: Locale) -> None:
        self.slug, self.name, self.step = card.slug, card.name, FILL
        self.store_name, self.version = card.name, self.version + 1
        self.where, self.documentation = card.where, card.documentation
        self.by_files = file_channels.is_by_files(card.slug)
        self.choices = {
            field.name: [{"value": value, "label": label} for value, label in field.choices]
            for field in card.fields
        }
        self.environments = [
            {"value": env, "label": say(locale, f"channels.env_{env}")} for env in card.environments
        ]
        self.environment = card.environments[0]
        self.redirect = grants.address_back(self._origin())
        self.scopes = list(card.consent.scopes) if card.consent else []
        self.faults, self.test_ok, self.test_failed, self.grant_failed = {}, "", "", ""
        self._offer_ways(card, locale, PAGE)

    def _offer_ways(self, card: ConnectorCard, locale: Locale, wanted: str) -> None:
        """By what is possible in this environment; the form asks for what this way does not bring."""
        consent = card.consent if card.consent and self.environment in card.consent.environments else None
        possible = [KEYS] if consent is None else [PAGE, KEYS] if consent.is_optional else [PAGE]
        self.ways = [{"value": way, "label": say(locale, f"connect.way_{way}")} for way in possible]
        self.way = wanted if wanted in possible else possible[0]
        filled = consent.filled if consent and self.way == PAGE else ()
        self.fields = [_field(field) for field in card.fields if field.name not in filled]

    @rx.event
    @allow("channels.write")
    async def back(self) -> None:
        self.step, self.way, self.grant_failed = CHOOSE, KEYS, ""
        self._list((await current_scope(self)).locale)

    @rx.event
    @allow("channels.write")
    async def set_environment(self, environment: str) -> None:
        scope = await current_scope(self)
        card = _card(self.slug, scope.locale)
        if card and environment in {one["value"] for one in self.environments}:
            self.environment = environment
            self._offer_ways(card, scope.locale, self.way if len(self.ways) > 1 else PAGE)
            await self._offer_keys(scope)

    @rx.event
    @allow("channels.write")
    async def set_way(self, way: str) -> None:
        scope = await current_scope(self)
        card = _card(self.slug, scope.locale)
        if card:
            self.faults = {}
            self._offer_ways(card, scope.locale, way)

    @rx.event(background=True)
    @allow("channels.write")
    async def submit(self, values: dict[str, str]) -> None:
        """Tests the credentials first; a store that answers is connected. Where access is granted: on to that."""
        async with self:
            scope = await current_scope(self)
            slug, environment, way = self.slug, self.environment, self.way
            filled = {field["name"]: str(values.get(field["name"], ""))[:LONGEST] for field in self.fields}
            if self._asked_id:
                filled = await self._with_kept(scope, filled)
            name = str(values.get(CALLED, ""))[:80].strip() or self.name
            leaving = {field.name for field in _fields(slug, scope.locale)} - filled.keys()
            wrong = flows.faults(slug, filled, leaving=leaving)
            self.faults = {field: error_sentence(code, scope.locale) for field, code in wrong.items()}
            if self.faults or self.testing:
                return
            self.testing, self.test_ok, self.test_failed = True, "", ""
        try:
            if way == PAGE:
                await self._go_to_page(scope, name, filled)
                return
            account, newest = await in_thread(flows.tried, slug, environment, filled, Tried())
            connection_id = await in_thread(_connect, scope, slug, name, environment, newest)
        except ProviderFault as error:
            async with self:
                self.testing, self.test_failed = False, _told(error.code, error.detail, scope.locale)
            return
        except ConnectionInvalid as error:
            async with self:
                self.testing, self.faults = False, {error.field: error_sentence(error.code, scope.locale)}
            return
        async with self:
            self._done(Granted(connection_id, name, account, is_new=True), scope.locale)

    async def _with_kept(self, scope: Scope, filled: dict[str, str]) -> dict[str, str]:
        login = session_key(self.router_data)
        try:
            return await in_thread(grants.with_kept, scope, login, UUID(self._asked_id), self.slug, filled)
        except (GrantRefused, ValueError):
            return filled  # too late: what is lacking is asked for

    async def _go_to_page(self, scope: Scope, name: str, filled: Mapping[str, str]) -> None:
        """The step before the channel's own page: what it will ask, and the way there."""
        async with self:
            login, origin = session_key(self.router_data), self._origin()
            slug, environment = self.slug, self.environment
        asked = await in_thread(
            grants.ask,
            scope,
            login,
            connector=slug,
            environment=environment,
            name=name,
            values=filled,
            origin=origin,
        )
        async with self:
            self.page_address, self._asked_id = asked.address, str(asked.id)
            self.step, self.testing, self.grant_failed = GRANT, False, ""

    @rx.event(background=True)
    @allow("channels.write")
    async def finish(self) -> None:
        """Back from the channel's page: who was connected, or why nobody was."""
        async with self:
            scope = await current_scope(self)
            login, asked = session_key(self.router_data), self._grant_id
        try:
            granted = await in_thread(grants.finish, scope, login, UUID(asked))
        except GrantDone as done:
            async with self:
                self.testing, self.step, self.connection_id = False, DONE, str(done.connection_id)
                self.done_text, self.test_ok = say(scope.locale, "connect.connected_before"), ""
            return
        except (GrantRefused, ProviderFault) as error:
            failed = _told(error.code, error.detail, scope.locale)
        except (ValueError, ConnectionMissing):
            failed = say(scope.locale, "grant.unknown")
        else:
            async with self:
                self._done(granted, scope.locale)
            return
        async with self:
            self.testing, self.grant_failed = False, failed

    @rx.event
    @allow("channels.write")
    async def ask_again(self) -> None:
        """With what was filled in before; where that is gone, from the beginning."""
        scope = await current_scope(self)
        login = session_key(self.router_data)
        try:
            asked = await in_thread(grants.ask_again, scope, login, UUID(self._grant_id))
        except (GrantRefused, ValueError):
            self.step = CHOOSE
            self._list(scope.locale)
            return
        self.page_address, self._asked_id, self.grant_failed = asked.address, str(asked.id), ""

    def _done(self, granted: Granted, locale: Locale) -> None:
        account = granted.account
        self.testing, self.step, self.connection_id = False, DONE, str(granted.connection_id)
        self.done_text = say(locale, "channels.connected" if granted.is_new else "connect.grant_renewed")
        if granted.is_new and not standing.sells(self.slug):
            self.done_text = say(locale, "channels.connected_service", name=self.name)
        duties = standing.duties(self.slug)
        self.next_step = ""
        if self.by_files:
            self.done_text, self.test_ok = say(locale, "files.connected"), self.where
            return
        if "serve_feed" in duties:
            self.done_text = say(locale, "connect.feed_done")
            self.test_ok = say(locale, "connect.feed_next", channel=self.name)
            return
        self.test_ok = say(locale, "channels.test_ok", account=account.name)
        if account.listing_count is not None:
            count = formats.number(account.listing_count, locale)
            self.test_ok += " " + say(locale, "channels.test_listings", count=count)
        if "read_listings" in duties and account.listing_count != 0:
            self.next_step = "match"
        elif "write_listings" in duties:
            self.next_step = "publish"
            self.test_ok += " " + say(locale, "connect.publish_next")
        elif "create_shipments" in duties:
            self.next_step = "carry"

    def _origin(self) -> str:
        return str((self.router_data.get("headers") or {}).get("origin", ""))


def _field(field: flows.FormField) -> dict[str, str]:
    return {
        "name": field.name,
        "kind": field.kind,
        "label": field.label,
        "help": field.help,
        "required": "1" if field.is_required else "",
        "default": field.default,
        "kept": "",
    }


def _fields(slug: str, locale: Locale) -> tuple[flows.FormField, ...]:
    card = _card(slug, locale)
    return card.fields if card else ()


def _card(slug: str, locale: Locale) -> ConnectorCard | None:
    return next((card for card in flows.connectors(locale) if card.slug == slug), None)


def _told(code: str, detail: str, locale: Locale) -> str:
    sentence = error_sentence(code, locale)
    return f"{sentence} ({detail[:200]})" if detail else sentence


def _sentence(code: str, locale: Locale) -> str:
    """Of a code that stood in an address: an unknown one is not repeated."""
    told = error_sentence(code, locale)
    return say(locale, "grant.unknown") if told == code else told


def _connect(scope: Scope, slug: str, name: str, environment: str, values: Mapping[str, str]) -> UUID:
    with db.transaction(scope) as session:
        return flows.connect(
            session,
            scope,
            connector=slug,
            name=name,
            environment=environment,
            values=values,
            is_test=environment != "live",
        )

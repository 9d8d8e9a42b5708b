"""Test mode of a store: which environment one is in, and going to another."""

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.flows import twins
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import formats, routes
from prapazar.foundation.texts import say
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

LONGEST = 500


class TwinState(rx.State):
    places: list[dict[str, str]] = []
    asked: str = ""
    """The environment one wants to go to."""
    asked_label: str = ""
    text: str = ""
    is_open: bool = False
    fields: list[dict[str, str]] = []
    """Empty where the environment has its credentials already."""
    choices: dict[str, list[dict[str, str]]] = {}
    faults: dict[str, str] = {}
    failed: str = ""
    testing: bool = False

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        self.is_open = False
        try:
            found = await in_thread(twins.places, scope, asked_store(self.router.url.path))
        except (ValueError, ConnectionMissing):
            self.places = []
            return
        self.places = [
            {
                "environment": place.environment,
                "label": say(scope.locale, f"channels.env_{place.environment}"),
                "is_here": "1" if place.is_here else "",
                "is_known": "1" if place.connection_id else "",
                "state": say(scope.locale, "channels.switch_here")
                if place.is_here
                else say(scope.locale, f"channels.{place.status}")
                if place.status
                else say(scope.locale, "channels.switch_never"),
                "waiting": formats.number(place.waiting, scope.locale),
                "href": routes.channel(place.connection_id) if place.connection_id else "",
            }
            for place in found
        ]

    @rx.event
    @allow("channels.write")
    async def ask(self, environment: str) -> None:
        scope = await current_scope(self)
        here = next((place for place in self.places if place["is_here"]), None)
        there = next((place for place in self.places if place["environment"] == environment), None)
        if here is None or there is None or here is there:
            return
        self.asked, self.asked_label, self.faults, self.failed = environment, there["label"], {}, ""
        self.text = say(scope.locale, "channels.switch_text", here=here["label"], waiting=here["waiting"])
        self.fields, self.choices = [], {}
        if not there["is_known"]:
            fields, values = await in_thread(twins.fields, scope, asked_store(self.router.url.path))
            self.fields = [
                {
                    "name": field.name,
                    "kind": field.kind,
                    "label": field.label,
                    "help": field.help,
                    "default": "" if field.kind == "secret" else values.get(field.name, field.default),
                }
                for field in fields
            ]
            self.choices = {
                field.name: [{"value": value, "label": label} for value, label in field.choices]
                for field in fields
            }
        self.is_open = True

    @rx.event
    @allow("channels.write")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event(background=True)
    @allow("channels.write")
    async def submit(self, values: dict[str, str]) -> object:
        """New credentials are tested with the channel first; then the one store is paused, the other works."""
        async with self:
            if self.testing or not self.is_open:
                return None
            scope = await current_scope(self)
            store_id, environment, label = asked_store(self.router.url.path), self.asked, self.asked_label
            typed = {field["name"]: str(values.get(field["name"], ""))[:LONGEST] for field in self.fields}
            self.testing, self.faults, self.failed = True, {}, ""
        faults, failed, target = {}, "", None
        try:
            target = await in_thread(twins.enter, scope, store_id, environment, typed)
        except ConnectionInvalid as error:
            faults = {error.field: error_sentence(error.code, scope.locale)}
        except ConnectionMissing:
            failed = say(scope.locale, "channels.missing")
        except ProviderFault as error:
            failed = error_sentence(error.code, scope.locale)
        async with self:
            self.testing, self.faults, self.failed = False, faults, failed
            if target is None:
                return None
            self.is_open = False
            await toast(self, "success", say(scope.locale, "channels.switch_done", environment=label))
        return rx.redirect(routes.channel(target))

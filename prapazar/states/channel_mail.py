"""A letter to oneself over a store's mail server, and what the server said."""

from uuid import UUID

import reflex as rx

from prapazar.flows import merchant_mail
from prapazar.flows.connections import ConnectionIdle
from prapazar.flows.faults import ProviderFault
from prapazar.foundation.texts import say
from prapazar.states.channels import ChannelState, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread


class ChannelMailState(rx.State):
    busy: bool = False
    store: str = ""
    """Whose server the answer below is of."""
    sent: str = ""
    failed: str = ""
    detail: str = ""
    """The server's own words."""

    @rx.event(background=True)
    @allow("channels.write")
    async def try_out(self) -> None:
        async with self:
            scope = await current_scope(self)
            store = (await self.get_state(ChannelState)).store.get("id", "")
            if self.busy or not store:
                return
            self.busy, self.store = True, store
            self.sent = self.failed = self.detail = ""
        sent = failed = detail = ""
        try:
            to = await in_thread(merchant_mail.try_out, scope, UUID(store))
            sent = say(scope.locale, "messages.test_sent", to=to)
        except ProviderFault as error:
            failed, detail = error_sentence(error.code, scope.locale), error.detail
        except ConnectionIdle:
            failed = say(scope.locale, "messages.server_stopped")
        finally:
            async with self:
                self.busy, self.sent, self.failed, self.detail = False, sent, failed, detail

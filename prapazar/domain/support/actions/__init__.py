"""Writes of the support desk, one module per verb."""

from prapazar.domain.support.actions.clocks import due_clocks as due_clocks
from prapazar.domain.support.actions.contacts import ContactDraft as ContactDraft
from prapazar.domain.support.actions.contacts import add_contact as add_contact
from prapazar.domain.support.actions.contacts import remove_contact as remove_contact
from prapazar.domain.support.actions.merging import merge as merge
from prapazar.domain.support.actions.merging import unmerge as unmerge
from prapazar.domain.support.actions.opening import TicketDraft as TicketDraft
from prapazar.domain.support.actions.opening import open_ticket as open_ticket
from prapazar.domain.support.actions.ratings import Rated as Rated
from prapazar.domain.support.actions.ratings import rate as rate
from prapazar.domain.support.actions.saying import add_answer as add_answer
from prapazar.domain.support.actions.saying import add_note as add_note
from prapazar.domain.support.actions.saying import customer_said as customer_said
from prapazar.domain.support.actions.saying import keep_message as keep_message
from prapazar.domain.support.actions.settings import Desk as Desk
from prapazar.domain.support.actions.settings import delete_policy as delete_policy
from prapazar.domain.support.actions.settings import save_policy as save_policy
from prapazar.domain.support.actions.settings import save_setting as save_setting
from prapazar.domain.support.actions.steps import Facts as Facts
from prapazar.domain.support.actions.steps import RowResult as RowResult
from prapazar.domain.support.actions.steps import assign as assign
from prapazar.domain.support.actions.steps import assign_many as assign_many
from prapazar.domain.support.actions.steps import describe as describe
from prapazar.domain.support.actions.steps import move as move
from prapazar.domain.support.actions.steps import move_many as move_many

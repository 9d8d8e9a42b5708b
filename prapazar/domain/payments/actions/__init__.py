"""Writes of payments: asked for, tried, answered, entered by hand, laid upon invoices, given back here or elsewhere."""

from prapazar.domain.payments.actions.answers import Seen as Seen
from prapazar.domain.payments.actions.answers import record_answer as record_answer
from prapazar.domain.payments.actions.attempts import Buyer as Buyer
from prapazar.domain.payments.actions.attempts import begin as begin
from prapazar.domain.payments.actions.attempts import close_late as close_late
from prapazar.domain.payments.actions.attempts import look as look
from prapazar.domain.payments.actions.attempts import numbered as numbered
from prapazar.domain.payments.actions.attempts import record_asked as record_asked
from prapazar.domain.payments.actions.attempts import record_opened as record_opened
from prapazar.domain.payments.actions.attempts import record_refused as record_refused
from prapazar.domain.payments.actions.by_hand import enter as enter
from prapazar.domain.payments.actions.found import Booked as Booked
from prapazar.domain.payments.actions.found import record_found as record_found
from prapazar.domain.payments.actions.links import Wish as Wish
from prapazar.domain.payments.actions.links import ask as ask
from prapazar.domain.payments.actions.links import cancel as cancel
from prapazar.domain.payments.actions.refunds import ask_refund as ask_refund
from prapazar.domain.payments.actions.refunds import record_refund_asked as record_refund_asked
from prapazar.domain.payments.actions.refunds import record_refund_failed as record_refund_failed
from prapazar.domain.payments.actions.refunds import record_refund_waits as record_refund_waits
from prapazar.domain.payments.actions.refunds import record_refunded as record_refunded
from prapazar.domain.payments.actions.shares import settle_order as settle_order

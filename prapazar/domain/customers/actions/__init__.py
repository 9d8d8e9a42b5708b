"""Writes of customers: gathered from orders, merged and taken apart, suggestions decided, noted."""

from prapazar.domain.customers.actions.gather import gather as gather
from prapazar.domain.customers.actions.mark import mark_orders as mark_orders
from prapazar.domain.customers.actions.mark import mark_waiting as mark_waiting
from prapazar.domain.customers.actions.merge import dismiss as dismiss
from prapazar.domain.customers.actions.merge import merge as merge
from prapazar.domain.customers.actions.merge import unmerge as unmerge
from prapazar.domain.customers.actions.note import Facts as Facts
from prapazar.domain.customers.actions.note import change as change

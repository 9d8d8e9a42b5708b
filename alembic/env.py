"""Runs migrations on the connection that foundation.db hands over; finds every table by itself."""

import importlib
import pkgutil

from sqlmodel import SQLModel

import prapazar.domain
from alembic import context
from prapazar.foundation import inbox, outbox

TABLES_OUTSIDE_DOMAIN = (inbox.InboxRow, outbox.OutboxRow)

for module in pkgutil.walk_packages(prapazar.domain.__path__, "prapazar.domain."):
    if module.name.endswith(".models"):
        importlib.import_module(module.name)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

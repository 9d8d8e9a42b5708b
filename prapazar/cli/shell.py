"""`prapazar shell`: Python with the books open."""

import code

import click

from prapazar.cli.services import services
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings

_BANNER = """PraPazar shell. Nothing is kept unless a transaction ends well:
  with db.transaction(system_scope(merchant_id)) as session: ...
  with db.system_transaction() as session: ...
Ctrl-D leaves."""


@click.command()
def shell() -> None:
    """Open a Python prompt on this installation."""
    with services():
        names = {"db": db, "settings": settings(), "system_scope": system_scope}
        code.interact(banner=_BANNER, local=names, exitmsg="")

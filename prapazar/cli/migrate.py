"""`prapazar migrate`, and what `up` asks of the database before it starts the rest."""

import json

import click

from prapazar.cli.services import services
from prapazar.domain.access import actions
from prapazar.foundation import db, routes
from prapazar.foundation.settings import settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Say what was found as one JSON object.")
def migrate(*, as_json: bool) -> None:
    """Bring the database up to date: tables, roles, grants, row-level security."""
    with services(with_redis=False):
        db.migrate()
        link = first_run_link()
    if as_json:
        click.echo(json.dumps({"first_run": link}))
    elif link:
        click.echo(f"Nobody can log in yet; make the first Super Admin at {link}")


def first_run_link() -> str | None:
    """Works once, and only while the installation has no user."""
    with db.system_transaction() as session:
        token = actions.first_run_token(session)
    return f"{settings().address}{routes.FIRST_RUN}?token={token}" if token else None

"""`prapazar migrate`, and what `up` asks of the database before it starts the rest."""

import json

import click

from prapazar.cli.services import services
from prapazar.domain.access import actions
from prapazar.domain.channels import sealing
from prapazar.flows import channels, erasures_again
from prapazar.foundation import db, routes
from prapazar.foundation.settings import settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Say what was found as one JSON object.")
def migrate(*, as_json: bool) -> None:
    """Bring the database up to date: tables, roles, grants, row-level security, secrets under the present key."""
    with services(with_redis=False):
        db.migrate()
        _renew_secrets()
        _renew_jobs()
        _renew_erasures()
        link = first_run_link()
    if as_json:
        click.echo(json.dumps({"first_run": link}))
    elif link:
        click.echo(f"Nobody can log in yet; make the first Super Admin at {link}")


def _renew_secrets() -> None:
    with db.system_transaction() as session:
        done = sealing.reseal(session)
    if done.renewed:
        click.echo(f"Credentials of {done.renewed} connections are sealed with the present key now.")
    if done.unreadable:
        click.echo(
            f"Credentials of {done.unreadable} connections cannot be opened: they were sealed with a key that "
            "is not here. Set it in PRAPAZAR_OLD_SECRET_KEYS, or renew these credentials on the channel's page."
        )


def _renew_jobs() -> None:
    came, went = channels.reconcile_jobs()
    if came or went:
        click.echo(f"Schedules of connected stores: {came} jobs added, {went} removed.")


def _renew_erasures() -> None:
    """However older books came to stand here, by our own restore or another's: nobody is brought back."""
    again = erasures_again.apply()
    if again:
        click.echo(f"Erased again, as they were since these books were written: {again}.")


def first_run_link() -> str | None:
    """Works once, and only while the installation has no user."""
    with db.system_transaction() as session:
        token = actions.first_run_token(session)
    return f"{settings().address}{routes.FIRST_RUN}?token={token}" if token else None

"""`prapazar reports check` and `prapazar reports rebuild`: the sums that reports are made of."""

import sys

import click

from prapazar.cli.services import services
from prapazar.flows import reports as flows


@click.group()
def reports() -> None:
    """Compare the sums of reports with the books, or make them anew."""


@reports.command()
@click.option("--days", default=flows.CHECKED_DAYS, show_default=True, help="How far back.")
def check(*, days: int) -> None:
    """Say which days differ, and mark them to be added up again. Ends with 1 where any does."""
    differing = 0
    with services(with_redis=False):
        for merchant_id in flows.merchants():
            for one in flows.check(merchant_id, days):
                differing += 1
                click.echo(f"{merchant_id} {one.cube} {one.day}: {one.kept} is kept, {one.true} is true")
    click.echo(f"{differing} days differ.")
    sys.exit(1 if differing else 0)


@reports.command()
def rebuild() -> None:
    """Every sum of every merchant, month by month, from the books as they are now."""
    with services(with_redis=False):
        for merchant_id in flows.merchants():
            click.echo(f"{merchant_id}: {flows.rebuild(merchant_id)} months")

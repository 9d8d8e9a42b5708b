"""`prapazar routes`: what can be reached, and the permission it needs."""

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One array of objects.")
def routes(*, as_json: bool) -> None:
    """Every page, event handler and REST path with the permission it needs."""
    from prapazar.app import needs  # noqa: PLC0415 - the web process is only built when it is asked about

    found = list(needs())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found:
        click.echo(f"{one['kind']:8} {one['permission'] or '(none)':22} {one['name']}")

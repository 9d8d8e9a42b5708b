"""`python -m prapazar.demo`: load the demo shop once."""

import sys
import time

import click

from prapazar.demo.load import DemoImpossible, is_fresh, load
from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.foundation.logging import configure


def main() -> int:
    configure()
    if not is_fresh():
        click.echo("This installation has users already; the demo is loaded into an empty one only.")
        return 0
    begun = time.monotonic()
    try:
        load(lambda line: click.echo(f"[{time.monotonic() - begun:5.1f} s] {line}"))
    except DemoImpossible as error:
        click.echo(error, err=True)
        return 1
    for person in PEOPLE:
        click.echo(
            f"  {person.email}  {PASSWORD}  ({'super_admin' if person.is_super_admin else person.role_key})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

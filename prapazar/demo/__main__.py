"""`python -m prapazar.demo`: load the demo shop once."""

import sys
import time

from prapazar.demo.load import DemoImpossible, is_fresh, load
from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.foundation.logging import configure


def main() -> int:
    configure()
    if not is_fresh():
        print("This installation has users already; the demo is loaded into an empty one only.")  # noqa: T201 - what a person asked for
        return 0
    begun = time.monotonic()
    try:
        load(lambda line: print(f"[{time.monotonic() - begun:5.1f} s] {line}", flush=True))  # noqa: T201 - progress
    except DemoImpossible as error:
        print(error, file=sys.stderr)  # noqa: T201 - what went wrong
        return 1
    for person in PEOPLE:
        print(
            f"  {person.email}  {PASSWORD}  ({'super_admin' if person.is_super_admin else person.role_key})"
        )  # noqa: T201 - log-ins
    return 0


if __name__ == "__main__":
    sys.exit(main())

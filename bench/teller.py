"""A worker that has much to tell: notifications to everybody of a merchant, a few in each transaction.

`python -m bench.teller <merchant> <count>` prints the number and the moment of each commit, and at the end how many
each person has of them.
"""

import sys
import time
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.messaging import actions
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope

AT_ONCE = 5
FAILING = 0.4
"""Of them so many are failures, of three causes at many places."""
CAUSES = ("connector.unavailable", "connector.rate_limited", "connector.unexpected_answer")
_KEPT = text(
    "SELECT user_id, count(*) AS kept, count(DISTINCT cause) FILTER (WHERE cause <> '') AS causes FROM notification"
    " WHERE merchant_id = :merchant AND group_key LIKE 'bench:%' AND read_at IS NULL GROUP BY user_id"
)


def main() -> None:
    scope, count = system_scope(UUID(sys.argv[1])), int(sys.argv[2])
    for first in range(1, count + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, count)
        with db.transaction(scope) as session:
            for number in range(first, last + 1):
                fails = number % 10 < FAILING * 10
                values = {"channel": f"bench {number % 8}", "number": str(number)}
                actions.notify(
                    session,
                    scope,
                    "channels.failed" if fails else "orders.new",
                    permission="*",
                    level="error" if fails else "success",
                    group_key=f"bench:{number}",
                    values={**values, "code": CAUSES[number % len(CAUSES)]} if fails else values,
                    link="/orders",
                )
        print(last, time.time(), flush=True)
    with db.transaction(scope) as session:
        for row in session.execute(_KEPT, {"merchant": scope.merchant_id}):
            print("kept", row.user_id, row.kept, row.causes, flush=True)


if __name__ == "__main__":
    main()

"""The list of everything that can be reached."""

import json

from click.testing import CliRunner

from prapazar.cli.routes import routes


def test_routes_names_a_permission_for_everything() -> None:
    answer = CliRunner().invoke(routes, ["--json"])

    found = [
        one for one in json.loads(answer.output) if "tests___" not in one["name"]
    ]  # states of other tests
    assert (answer.exit_code, [one for one in found if not one["permission"]]) == (0, [])
    assert {one["kind"] for one in found} == {"page", "handler", "path"}
    assert {"kind": "path", "name": "GET /api/orders", "permission": "orders.read"} in found

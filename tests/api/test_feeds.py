"""The address a channel fetches its file from: secret, packed, and quiet when nothing is new."""

import gzip
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from prapazar.domain.feeds import actions, queries
from prapazar.flows import feeds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make
from tests.factories import feeds as made


@pytest.fixture
def connection_id(client: TestClient, scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        made.complete(session, scope, make.variant(session, scope, "0000000017"))
    connection_id = made.connect(scope, "akakce")
    feeds.look(connection_id)
    return connection_id


def _path(scope: Scope, connection_id: UUID) -> str:
    with db.transaction(scope) as session:
        return f"/feeds/{queries.feed(session, connection_id).key}.xml"


def test_file_is_served_whole_to_whoever_knows_its_address(
    client: TestClient, scope: Scope, connection_id: UUID
) -> None:
    answer = client.get(_path(scope, connection_id), headers={"accept-encoding": "identity"})

    assert (answer.status_code, answer.content) == (200, made.content(scope, connection_id))
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "content-encoding" not in answer.headers


def test_packed_file_has_a_mark_of_its_own(client: TestClient, scope: Scope, connection_id: UUID) -> None:
    path = _path(scope, connection_id)
    plain = client.get(path, headers={"accept-encoding": "identity"})

    with client.stream("GET", path, headers={"accept-encoding": "br, gzip;q=0.5"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert {plain.headers["etag"][0], plain.headers["etag"][-1]} == {'"'}


@pytest.mark.parametrize(
    ("header", "of", "expected"),
    [
        ("if-none-match", "etag", 304),
        ("if-modified-since", "last-modified", 304),
        ("if-none-match", "other", 200),
        ("if-modified-since", "earlier", 200),
    ],
)
def test_who_has_it_is_told_so(
    client: TestClient, scope: Scope, connection_id: UUID, header: str, of: str, expected: int
) -> None:
    path = _path(scope, connection_id)
    before = client.get(path).headers
    known = {**before, "other": '"abc"', "earlier": "Sat, 01 Jan 2022 00:00:00 GMT"}[of]

    answer = client.get(path, headers={header: known})

    assert (answer.status_code, answer.content == b"") == (expected, expected == 304)
    assert answer.headers["etag"] == before["etag"]


def test_mark_decides_over_the_date(client: TestClient, scope: Scope, connection_id: UUID) -> None:
    path = _path(scope, connection_id)
    date = client.get(path).headers["last-modified"]

    answer = client.get(path, headers={"if-none-match": '"old"', "if-modified-since": date})

    assert answer.status_code == 200


def test_new_file_has_a_new_mark(client: TestClient, scope: Scope, connection_id: UUID) -> None:
    path = _path(scope, connection_id)
    before = client.get(path).headers["etag"]
    with db.transaction(scope) as session:
        made.complete(session, scope, make.variant(session, scope, "0000000024", name="Kahve"))
    feeds.write_now(scope, connection_id)
    feeds.look(connection_id)

    answer = client.get(path, headers={"if-none-match": before})

    assert (answer.status_code, len(made.xml_rows(answer.content, "product"))) == (200, 2)


def test_head_tells_the_same_without_the_file(client: TestClient, scope: Scope, connection_id: UUID) -> None:
    path = _path(scope, connection_id)
    whole = client.get(path)

    head = client.head(path)

    names = ("etag", "last-modified", "content-length", "content-type", "content-encoding")
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers[name] for name in names] == [whole.headers[name] for name in names]


def test_renewed_address_closes_the_old_one(client: TestClient, scope: Scope, connection_id: UUID) -> None:
    old = _path(scope, connection_id)
    with db.transaction(scope) as session:
        actions.renew_key(session, scope, connection_id)

    assert client.get(old).status_code == 404
    assert client.get(_path(scope, connection_id)).status_code == 200


def test_unknown_unwritten_and_otherwise_written_are_all_the_same_404(
    client: TestClient, scope: Scope, connection_id: UUID
) -> None:
    other = _path(scope, made.connect(scope, "cimri"))
    known = _path(scope, connection_id)

    answers = [
        client.get(path) for path in ("/feeds/" + "x" * 32 + ".xml", other, known.replace(".xml", ".csv"))
    ]

    assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "errors.not_found")}

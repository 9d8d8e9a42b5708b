"""`prapazar connectors`: the evidence table and replay."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from prapazar.cli import connector_pages
from prapazar.cli.connectors import connectors
from prapazar.connector_kit import registry
from prapazar.connector_kit.evidence import Level

_FIXTURES = Path(__file__).parents[1] / "connectors"


def test_json_lists_every_connector_with_its_evidence() -> None:
    result = CliRunner().invoke(connectors, ["--json"])

    rows = json.loads(result.output)
    assert [row["slug"] for row in rows] == registry.slugs()
    assert {tuple(row) for row in rows} == {
        ("slug", "name", "kinds", "capabilities", "evidence", "quality", "limits")
    }
    assert {row["evidence"] for row in rows} <= {level.value for level in Level}


def test_table_names_every_connector() -> None:
    result = CliRunner().invoke(connectors, [], env={"COLUMNS": "200"})

    assert result.exit_code == 0
    assert [one.name for one in registry.all_manifests() if one.name not in result.output] == []


def test_replay_prints_our_record() -> None:
    file = _FIXTURES / "trendyol" / "fixtures" / "packages.json"

    result = CliRunner().invoke(connectors, ["replay", "trendyol", "packages", str(file)])

    assert result.exit_code == 0
    records = json.loads(result.output)
    assert [(*record, record["PackageRecord"]["external_id"]) for record in records] == [
        ("PackageRecord", "3330111111")
    ]


def test_replay_fails_for_a_record_that_is_parked(tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text('{"id": 5, "status": "yolda", "currency": "TRY"}')

    result = CliRunner().invoke(connectors, ["replay", "woocommerce", "orders", str(file)])

    assert result.exit_code == 1
    assert [list(record) for record in json.loads(result.output)] == [["ParkedRecord"]]


def test_replay_names_the_operations_there_are(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}")

    result = CliRunner().invoke(connectors, ["replay", "woocommerce", "labels", str(file)])

    assert result.exit_code == 2
    assert "one of attributes, categories, orders, products" in result.output


def test_unknown_connector_is_named() -> None:
    result = CliRunner().invoke(connectors, ["certify", "pazarim"])

    assert result.exit_code == 2
    assert f"one of {', '.join(registry.slugs())}" in result.output


@pytest.mark.parametrize(
    ("slug", "operation", "fixture", "expected"),
    [
        ("trendyol", "categories", "categories", "CategoryRecord"),
        ("trendyol", "attributes", "attributes", "AttributeRecord"),
        ("trendyol", "attribute_values", "attribute_values", "AttributeValueRecord"),
        ("trendyol", "claims", "claims", "ClaimRecord"),
        ("trendyol", "questions", "questions", "QuestionRecord"),
        ("trendyol", "settlements.sale", "settlements", "SettlementRecord"),
        ("trendyol", "other_financials.payout", "settlements", "SettlementRecord"),
        ("woocommerce", "categories", "categories", "CategoryRecord"),
        ("woocommerce", "attributes", "attributes", "AttributeRecord"),
    ],
)
def test_replay_knows_the_operations_of_every_mapping(
    slug: str, operation: str, fixture: str, expected: str
) -> None:
    file = _FIXTURES / slug / "fixtures" / f"{fixture}.json"

    result = CliRunner().invoke(connectors, ["replay", slug, operation, str(file)])

    assert (result.exit_code, {name for one in json.loads(result.output) for name in one}) == (0, {expected})


@pytest.mark.parametrize("slug", registry.slugs())
def test_page_of_every_connector_is_the_one_that_is_made(slug: str) -> None:
    kept = Path(__file__).parents[2] / connector_pages.FOLDER / f"{slug}.md"

    assert kept.read_text(encoding="utf-8") == connector_pages.page(slug), f"./dev connectors certify {slug}"


def test_replay_plays_a_test_case_saved_from_the_console(tmp_path: Path) -> None:
    answer = (_FIXTURES / "trendyol" / "fixtures" / "packages.json").read_text(encoding="utf-8")
    address = "https://apigw.trendyol.com/integration/order/sellers/1/v2/orders?page=0"
    exchange = {
        "method": "GET",
        "url": address,
        "request_headers": {},
        "request": "",
        "status": 200,
        "headers": {"content-type": "application/json"},
        "answer": answer,
    }
    case = {
        "operation": "order",
        "settings": {"seller_id": "1"},
        "fields": {"package": "3330111111"},
        "exchanges": [exchange],
        "records": [],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")

    result = CliRunner().invoke(connectors, ["replay", "trendyol", "order", str(file)])

    assert [one["external_id"] for one in json.loads(result.stdout)] == ["3330111111"]
    assert (result.exit_code, result.stderr) == (1, "3330111111 : – -> ✓\n")


def test_page_of_a_file_channel_says_that_nobody_is_called() -> None:
    page = connector_pages.page("beymen")

    assert "nobody is called" in page
    assert "| CSV separator | Semicolon ( ; ), Comma ( , ), Tab |" in page
    assert "## Limits" not in page
    assert "article needs" not in connector_pages.page("gittigidiyor")

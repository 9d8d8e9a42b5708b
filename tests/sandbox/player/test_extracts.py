"""The packed extracts open."""

from prapazar.sandbox.player import extracts


def test_table_reads_rows_by_column() -> None:
    places = extracts.table("places")

    assert len(places) == 973
    assert list(places[0]) == ["province_code", "province", "district", "population", "neighborhoods"]


def test_document_reads_an_object() -> None:
    rhythm = extracts.document("rhythm")

    assert (rhythm["orders"], rhythm["cancellations"]) == (19773, 3836)

"""Words the merchant has explained, known to every connector while that account is read, and to nobody after."""

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus
from prapazar.connector_kit.statuses import UNKNOWN, explained, explaining


def test_explained_word_is_known_inside_and_others_are_not() -> None:
    with explaining({"YolaCikti": PackageStatus.SHIPPED}):
        found = explained("YolaCikti", {})
        with pytest.raises(UnexpectedAnswer) as other:
            explained("Bekliyor", {"a": 1})

    with pytest.raises(UnexpectedAnswer):
        explained("YolaCikti", {})
    assert found is PackageStatus.SHIPPED
    assert (other.value.code, other.value.detail) == (UNKNOWN, "Bekliyor")

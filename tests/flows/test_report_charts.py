"""What stands beside a report's chart: lines at numbers people count by."""

from decimal import Decimal

import pytest

from prapazar.flows import papers, report_charts


@pytest.mark.parametrize(
    ("values", "is_whole", "expected"),
    [
        (["2851.9", "21300"], False, ["0", "5000", "10000", "15000", "20000", "25000"]),
        (["0.271", "0.286"], False, ["0.0", "0.1", "0.2", "0.3"]),
        (["-120", "310"], False, ["-200", "-100", "0", "100", "200", "300", "400"]),
        (["12"], False, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]),
        (["12"], True, ["0", "5", "10", "15"]),
        (["2"], True, ["0", "1", "2"]),
        (["0"], False, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_levels_are_round_and_hold_what_is_drawn(
    values: list[str], is_whole: bool, expected: list[str]
) -> None:
    found = report_charts.levels([Decimal(one) for one in values], is_whole=is_whole)

    assert found == [Decimal(one) for one in expected]


def test_rest_behind_four_series_is_grey_like_what_is_compared_with() -> None:
    first, *others = [report_charts.color_of(place, is_grey=False) for place in range(6)]

    assert len({first, *others[:3]}) == 4
    assert others[3:] == [papers.PALETTE[-1]] * 2
    assert report_charts.color_of(0, is_grey=True) == papers.PALETTE[-1]

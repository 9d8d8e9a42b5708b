"""The text that Prometheus reads."""

from prapazar.foundation.metrics import Gauge, Sample, exposition


def test_exposition_names_each_figure_once_and_quotes_what_could_break_a_line() -> None:
    told = exposition(
        [
            Gauge(
                "up", "Line one\nline \\ two.", [Sample(1, {"part": 'a"b\\c\nd', "also": "x"}), Sample(0.25)]
            ),
            Gauge("none", "Nothing.", []),
        ]
    )

    assert told == (
        "# HELP up Line one\\nline \\\\ two.\n"
        "# TYPE up gauge\n"
        'up{also="x",part="a\\"b\\\\c\\nd"} 1\n'
        "up 0.25\n"
        "# HELP none Nothing.\n"
        "# TYPE none gauge\n"
    )


def test_exposition_keeps_large_figures_exact() -> None:
    assert exposition([Gauge("n", "N.", [Sample(1_234_567_890)])]).splitlines()[-1] == "n 1234567890"

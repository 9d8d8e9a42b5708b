"""Where a link that looks like a button leads: a screen, out of the screens, or a file."""

import pytest

from prapazar import components as ui


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({}, []),
        ({"external": True}, ["reloadDocument:true"]),
        ({"download": True}, ['download:""', "reloadDocument:true"]),
    ],
)
def test_link_that_is_no_screen_is_left_to_the_browser(kind: dict[str, bool], expected: list[str]) -> None:
    drawn = ui.link_button("Dosya", href="/api/file.pdf", **kind).render()  # type: ignore[arg-type]  # flags

    props = [one for one in drawn["props"] if one.startswith(("download", "reloadDocument"))]
    assert sorted(props) == expected

"""Pictures are sound SVG, the same every time, and only of known articles."""

from lxml import etree

from prapazar.sandbox import pictures

_KNOWN = {"8690504000001": ("Ülker", "Ülker Sütlü & Fındıklı Çikolata Kaplı Uzun Adlı Gofret 142 g")}


def test_tile_is_sound_and_flat() -> None:
    drawn = pictures.tile("8690504000001", *_KNOWN["8690504000001"])

    root = etree.fromstring(drawn.encode())
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:2] == ["Ülker", "SF"]
    assert (
        " ".join(text for text in texts[2:] if text)
        == "Sütlü & Fındıklı Çikolata Kaplı Uzun Adlı Gofret 142 g"
    )
    assert "Gradient" not in drawn


def test_tile_is_the_same_for_the_same_article() -> None:
    first = pictures.tile("8690504000001", "Ülker", "Ülker Gofret")

    assert pictures.tile("8690504000001", "Ülker", "Ülker Gofret") == first
    assert pictures.tile("8690504000001", "Eti", "Eti Gofret") != first


def test_answer_serves_known_articles_only() -> None:
    known = pictures.answer("8690504000001.svg", _KNOWN)
    unknown = pictures.answer("8690504000002.svg", _KNOWN)
    other_form = pictures.answer("8690504000001.png", _KNOWN)

    assert (known.status, known.content_type) == (200, "image/svg+xml")
    assert (unknown.status, other_form.status) == (404, 404)

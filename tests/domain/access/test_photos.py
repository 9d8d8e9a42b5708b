"""Pictures of people."""

import io

import pytest
from PIL import Image

from prapazar.domain.access import photos
from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import db
from tests.factories import people


def _picture(width: int, height: int, kind: str = "JPEG", note: bytes = b"") -> bytes:
    made = io.BytesIO()
    noted = {"exif": b"Exif\x00\x00" + note} if note else {}
    Image.new("RGB", (width, height), "red").save(made, kind, **noted)
    return made.getvalue()


def test_a_picture_becomes_a_small_square_without_notes() -> None:
    sent = _picture(900, 400, note=b"MM\x00*\x00\x00\x00\x08\x00\x00 41.0082N 28.9784E")

    made = photos.drawn(sent)

    with Image.open(io.BytesIO(made)) as seen:
        assert (seen.format, seen.size, seen.getpixel((9, 9))) == ("PNG", (192, 192), (254, 0, 0))
    assert (b"28.9784E" in sent, b"28.9784E" in made) == (True, False)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "access.photo_unreadable"),
        (b"<svg onload='x'/>", "access.photo_unreadable"),
        (_picture(20, 20, "GIF"), "access.photo_unreadable"),
        (_picture(20, 20)[:200], "access.photo_unreadable"),
        (b"\x00" * (photos.MOST_BYTES + 1), "access.photo_too_large"),
    ],
    ids=["nothing", "drawing", "moving", "cut off", "large"],
)
def test_what_is_no_picture_is_refused(sent: bytes, code: str) -> None:
    with pytest.raises(AccessInvalid) as refused:
        photos.drawn(sent)

    assert refused.value.code == code


@pytest.mark.usefixtures("database")
def test_a_picture_is_seen_within_the_merchant_only() -> None:
    here = people.merchant()
    who, mate = people.member(here), people.member(here, "operator")
    stranger = people.member(people.merchant("Ege"))
    with db.system_transaction() as session:
        photos.keep_photo(session, who.user_id, b"first")
        photos.keep_photo(session, who.user_id, b"second")

        seen = [photos.photo(session, one.scope, who.user_id) for one in (who, mate, stranger)]
        photos.remove_photo(session, who.user_id)
        gone = photos.photo(session, who.scope, who.user_id)

    assert (seen, gone) == ([b"second", b"second", None], None)

"""Pictures of people: drawn anew as a small square, so that nothing of the file sent is kept but what one sees."""

import hashlib
import io
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

CONTENT_TYPE = "image/png"
MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
SIDE = 192
_KINDS = ("PNG", "JPEG", "WEBP")


def drawn(data: bytes) -> bytes:
    """A square PNG without any of the file's notes, such as where it was taken. Raises AccessInvalid."""
    if len(data) > MOST_BYTES:
        raise AccessInvalid("photo", "access.photo_too_large")
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise AccessInvalid("photo", "access.photo_too_large")
            square = ImageOps.fit(ImageOps.exif_transpose(sent).convert("RGB"), (SIDE, SIDE))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise AccessInvalid("photo", "access.photo_unreadable") from None
    plain = Image.frombytes("RGB", square.size, square.tobytes())
    made = io.BytesIO()
    plain.save(made, "PNG", optimize=True)
    return made.getvalue()


def keep_photo(session: Session, user_id: UUID, png: bytes) -> str:
    """Its digest. As the system role, with what `drawn` made."""
    digest = hashlib.sha256(png).hexdigest()[:16]
    session.execute(
        text(
            "INSERT INTO user_photo (id, user_id, content, digest) VALUES (:id, :user, :content, :digest)"
            " ON CONFLICT (user_id) DO UPDATE SET content = excluded.content, digest = excluded.digest"
        ),
        {"id": new_id(), "user": user_id, "content": png, "digest": digest},
    )
    live.tell_user(session, user_id, "access.changed")
    return digest


def remove_photo(session: Session, user_id: UUID) -> None:
    session.execute(text("DELETE FROM user_photo WHERE user_id = :user"), {"user": user_id})
    live.tell_user(session, user_id, "access.changed")


def photo(session: Session, scope: Scope, user_id: UUID) -> bytes | None:
    """Of somebody of the same merchant, or oneself. As the system role."""
    found = session.execute(
        text(
            "SELECT p.content FROM user_photo p WHERE p.user_id = :user AND (p.user_id = :own OR EXISTS ("
            "SELECT 1 FROM membership m WHERE m.user_id = p.user_id AND m.merchant_id = :merchant))"
        ),
        {"user": user_id, "own": scope.user_id, "merchant": scope.merchant_id},
    ).scalar()
    return bytes(found) if found is not None else None

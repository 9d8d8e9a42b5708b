"""The secret box: AES-256-GCM for channel credentials, with key rotation."""

import base64
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from prapazar.foundation.settings import settings

_KEY_BYTES = 32
_NONCE_BYTES = 12
_KEY_ID_BYTES = 4
_VERSION = b"\x01"


class SecretUnreadable(Exception):
    """Sealed with a key this installation does not have, or altered."""


class SecretBox:
    """Sealed form: version(1) key id(4) nonce(12) ciphertext+tag; `context` binds it to its row."""

    def __init__(self, key: bytes, old_keys: list[bytes] | None = None) -> None:
        self._current = _key_id(key)
        self._keys = {_key_id(k): AESGCM(_derive(k, b"seal")) for k in [key, *(old_keys or [])]}

    def seal(self, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._current].encrypt(nonce, plain, context)
        return _VERSION + self._current + nonce + sealed

    def open(self, sealed: bytes, context: bytes) -> bytes:
        key_id = sealed[1 : 1 + _KEY_ID_BYTES]
        nonce = sealed[1 + _KEY_ID_BYTES : 1 + _KEY_ID_BYTES + _NONCE_BYTES]
        aead = self._keys.get(key_id)
        if sealed[:1] != _VERSION or aead is None:
            raise SecretUnreadable("sealed with an unknown key")
        try:
            return aead.decrypt(nonce, sealed[1 + _KEY_ID_BYTES + _NONCE_BYTES :], context)
        except (InvalidTag, ValueError):  # ValueError: cut off within the nonce
            raise SecretUnreadable("altered, or moved from another row") from None

    def is_current(self, sealed: bytes) -> bool:
        return sealed[1 : 1 + _KEY_ID_BYTES] == self._current

    def seal_json(self, values: dict[str, str], context: bytes) -> bytes:
        return self.seal(json.dumps(values).encode(), context)

    def open_json(self, sealed: bytes, context: bytes) -> dict[str, str]:
        opened: dict[str, str] = json.loads(self.open(sealed, context))
        return opened


@lru_cache(maxsize=1)
def box() -> SecretBox:
    return SecretBox(master_key(), [base64.b64decode(k) for k in settings().old_secret_keys])


def master_key() -> bytes:
    configured = settings().secret_key
    return base64.b64decode(configured) if configured else _kept_key(settings().data_dir / "secret.key")


def derived_token(purpose: str) -> str:
    """A password only this installation can compute, such as that of a database role."""
    return derived_tokens(purpose)[0]


def derived_tokens(purpose: str) -> tuple[str, ...]:
    """The one of the present key first, then those of earlier keys."""
    keys = (master_key(), *(base64.b64decode(key) for key in settings().old_secret_keys))
    return tuple(
        base64.urlsafe_b64encode(_derive(key, purpose.encode())).decode().rstrip("=") for key in keys
    )


def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode())
        try:
            os.link(draft, path)  # the first process wins; the others read its key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return base64.b64decode(path.read_text())


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"prapazar " + purpose).derive(key)


def _key_id(key: bytes) -> bytes:
    return _derive(key, b"key id")[:_KEY_ID_BYTES]

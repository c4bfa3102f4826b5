"""The one secret of the data folder, and what is done with it: keyed hashes, and sealing of the few strings that must
come back out (message keys, notes). Without the key file the database names no chat and no message.
"""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b, shake_256
from pathlib import Path

HASH_BYTES = 16
KEY_BYTES = 32


class Keys:
    """Keyed hashing and sealing.

    Sealing is deterministic: the keyed hash of the plain text is the nonce of the key stream and the tag that is
    checked on opening (the SIV construction of RFC 5297, with BLAKE2b and SHAKE256 in place of AES).
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def open(cls, file: Path) -> Keys:
        """Reads the key, or makes it with mode 0600."""
        try:
            return cls(_read(file))
        except FileNotFoundError:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(secrets.token_bytes(KEY_BYTES))
            return cls(_read(file))

    def hash(self, *parts: bytes | str) -> bytes:
        """Keyed hash of the parts; each is hashed with its length, so that no two lists of parts run together."""
        digest = blake2b(key=self._key, digest_size=HASH_BYTES)
        for part in parts:
            raw = part.encode() if isinstance(part, str) else part
            digest.update(len(raw).to_bytes(8, "big"))
            digest.update(raw)
        return digest.digest()

    def seal(self, plain: str) -> bytes:
        tag = self.hash("seal", plain)
        return tag + self._mask(tag, plain.encode())

    def unseal(self, sealed: bytes) -> str:
        """The plain text again.

        Raises:
            ValueError: it was sealed with another key, or changed since.
        """
        tag = sealed[:HASH_BYTES]
        plain = self._mask(tag, sealed[HASH_BYTES:]).decode(errors="replace")
        if self.hash("seal", plain) != tag:
            raise ValueError("sealed with another key")
        return plain

    def _mask(self, tag: bytes, raw: bytes) -> bytes:
        stream = shake_256(b"mask" + self._key + tag).digest(len(raw))
        return bytes(a ^ b for a, b in zip(raw, stream, strict=True))


def _read(file: Path) -> bytes:
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file.name} is damaged. Remove it to start anew; what was remembered cannot be read.")
    return key

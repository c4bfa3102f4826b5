"""Pictures from strangers, decoded within limits: told by content, measured before a pixel is unpacked."""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from detector.errors import UnreadableChat

Pixels = NDArray[np.uint8]
"""Red, green and blue: uint8 [height, width, 3]."""

MAX_PICTURE_BYTES = 20 * 2**20
MAX_PIXELS = 24_000_000  # seven screens of a large phone, one below the other
LEAST_SIDE_PX = 100
_TOO_LARGE = f"the picture has more than {MAX_PIXELS // 10**6} million pixels; cut it into screens"
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def kind(data: bytes) -> str:
    """The media type of a PNG or JPEG picture by its first bytes; "" for anything else."""
    return next((name for mark, name in KINDS.items() if data.startswith(mark)), "")


def decode(data: bytes) -> Pixels:
    """The pixels of a picture.

    Raises:
        UnreadableChat: it is no PNG or JPEG, too large or too small, damaged or cut off.
    """
    if not kind(data):
        raise UnreadableChat("it is not a PNG or JPEG picture")
    if len(data) > MAX_PICTURE_BYTES:
        raise UnreadableChat(f"the picture is larger than {MAX_PICTURE_BYTES >> 20} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is lower
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                _check_size(*picture.size)
                return np.asarray(_flat(picture))
    except UnreadableChat:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise UnreadableChat(_TOO_LARGE) from None
    except Exception:  # hostile bytes make the decoders raise nearly anything, and none of it is for a person
        raise UnreadableChat("the picture is damaged or cut off; take or send it again") from None


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableChat(_TOO_LARGE)
    if min(width, height) < LEAST_SIDE_PX:
        raise UnreadableChat("the picture is too small to be a screenshot of a chat")


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, which a screenshot has no use for."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture.convert("RGBA"))
    return page.convert("RGB")

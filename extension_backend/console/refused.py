"""A form that the console does not carry out."""

from __future__ import annotations


class Refused(Exception):
    """Said in the reader's language: `code` is a key of `[errors]` in `prompts/console`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

"""What can go wrong in the detector, as one small tree. Messages say what to do next and never hold chat text."""

from __future__ import annotations

from collections.abc import Iterable


class DetectorError(Exception):
    """Base of every error that a caller may want to show to a person."""


class UnreadableChat(DetectorError):
    """The file was recognised, but holds no message that can be read."""


class UnknownFormat(DetectorError):
    """No reader in `detector/formats/` recognises the file."""


class UnknownSpeaker(DetectorError):
    """It is not clear which of the names in a chat is the person who is being helped.

    Attributes:
        names: the names to choose from. They are kept out of the message, which may be logged.
    """

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__("say which of the names in the chat is you")
        self.names = tuple(names)


class WeightsMissing(DetectorError):
    """The trained model is not there, or its files do not match SHA256SUMS."""


class OutputExists(DetectorError):
    """There is a file already where evidence was to be written."""


class OtherRun(DetectorError):
    """The output file that a run should continue is from another input, model or policy."""


class Unavailable(DetectorError):
    """An optional package, or a cluster, that a run asked for is not there; the text says how to get it."""


class CorpusError(DetectorError):
    """A corpus file breaks its format; the text says file and line."""

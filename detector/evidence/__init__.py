"""The evidence pack: one zip with a report, the untouched file and what a bank, a firm or the police can work with."""

from detector.evidence.custody import Custody
from detector.evidence.pack import Packed, packed, write_pack
from detector.evidence.redact import Redaction

__all__ = ["Custody", "Packed", "Redaction", "packed", "write_pack"]

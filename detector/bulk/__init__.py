"""Scores files of conversations: streams in, streams out in order, goes on after the lines that are already there.

`inputs` and `parquet` read, `local` and `on_ray` score, `lines` says what is written, `run` puts them together.
"""

from detector.bulk.run import Tally, score

__all__ = ["Tally", "score"]

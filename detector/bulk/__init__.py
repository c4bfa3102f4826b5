"""Scores files of conversations: streams in, streams out in order, goes on after the lines that are already there.

`inputs` and `parquet` read, `local` scores here, `on_ray` on a `cluster`, `lines` says what is written, and `run` puts
them together.
"""

from detector.bulk.run import Tally, score

__all__ = ["Tally", "score"]

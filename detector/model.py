"""The tactic model as it runs: ONNX Runtime and tokenizers, nothing else. Tactic probabilities for each message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from detector.errors import WeightsMissing
from detector.taxonomy import taxonomy
from detector.windows import Encoded, Window, WindowEncoder, pad

WEIGHTS_DIR = Path(__file__).with_name("weights")

FloatArray = NDArray[np.float32]


class Network(Protocol):
    """What runs the encoder: ONNX Runtime here, torch in `detector.reference`."""

    def __call__(self, chunks: Sequence[Encoded]) -> FloatArray:
        """Logits, float32 [N, K]."""


class OnnxNetwork:
    """The shipped network. Every chunk runs on its own: dynamic int8 scales activations over a whole batch, so batching
    would make a verdict depend on what else happened to be in the batch. Many chunks run side by side instead.
    """

    def __init__(self, file: Path, threads: int = 2) -> None:
        self._file = file
        self._threads = threads
        self._session = self._open(threads)  # all threads on one chunk: the quickest answer to one new message

    @cached_property
    def _side_by_side(self) -> onnxruntime.InferenceSession:
        return self._open(1)  # one thread a chunk: the most chunks a second

    def __call__(self, chunks: Sequence[Encoded]) -> FloatArray:
        if len(chunks) <= self._threads:
            return np.concatenate([self._run(self._session, chunk) for chunk in chunks])
        run = partial(self._run, self._side_by_side)
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(run, chunks)))

    def _open(self, threads: int) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])

    @staticmethod
    def _run(session: onnxruntime.InferenceSession, chunk: Encoded) -> FloatArray:
        ids, mask, types = pad([chunk])
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        logits: FloatArray = session.run(None, feed)[0]
        return logits


class TacticModel:
    """Calibrated probability of each tactic in each message."""

    def __init__(self, network: Network, encoder: WindowEncoder, calibration: dict[str, Any], version: str):
        self.version = version
        self.calibration = calibration
        self._network = network
        self._encoder = encoder
        self._slope = np.array(calibration["slope"], dtype=np.float32)
        self._offset = np.array(calibration["offset"], dtype=np.float32)
        self._said_by = {
            sender: np.array([tactic.said_by == sender for tactic in taxonomy().tactics]) for sender in ("them", "me")
        }

    @classmethod
    def load(cls, folder: Path = WEIGHTS_DIR) -> TacticModel:
        """Loads the shipped weights.

        Raises:
            WeightsMissing: a file is not there or does not match its checksum.
        """
        calibration = read_calibration(folder)
        network = OnnxNetwork(folder / "tactics.onnx")
        return cls(network, WindowEncoder(folder / "tokenizer.json"), calibration, calibration["version"])

    def score(self, batch: Sequence[Window]) -> FloatArray:
        """Tactic probabilities, float32 [N, K], in the order of the taxonomy.

        A message longer than a chunk gets the largest probability over its chunks. Tactics that the sender of the
        message cannot commit are 0.
        """
        tactics = taxonomy().tactics
        if not batch:
            return np.zeros((0, len(tactics)), dtype=np.float32)
        chunked = self._encoder.encode(batch)
        chunks = [chunk for found in chunked for chunk in found]
        logits = self._network(chunks)
        starts = np.cumsum([0, *(len(found) for found in chunked[:-1])])
        best = np.maximum.reduceat(logits, starts, axis=0)
        probabilities: FloatArray = 1 / (1 + np.exp(-(best * self._slope + self._offset)))
        for row, window in enumerate(batch):
            probabilities[row] *= self._said_by[window.target.sender]
        return probabilities


def read_calibration(folder: Path) -> dict[str, Any]:
    """The calibration of a folder of weights, after all its files were checked.

    Raises:
        WeightsMissing: a file is not there, is damaged, or belongs to another taxonomy.
    """
    check_weights(folder)
    calibration: dict[str, Any] = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    if calibration["tactics"] != list(taxonomy().ids):
        raise WeightsMissing("The model was trained for another taxonomy. Get a fresh copy, or run: make train")
    return calibration


def check_weights(folder: Path) -> None:
    """Compares every file with SHA256SUMS.

    Raises:
        WeightsMissing: a file is not there or does not match.
    """
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        raise WeightsMissing("The trained model is not installed. Get a fresh copy of the project, or run: make train")
    for line in sums.read_text(encoding="utf-8").splitlines():
        wanted, name = line.split(maxsplit=1)
        file = folder / name
        if not file.is_file():
            raise WeightsMissing(f"The model file {name} is missing. Get a fresh copy of the project.")
        if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            raise WeightsMissing(f"The model file {name} is damaged. Get a fresh copy of the project.")

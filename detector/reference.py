"""The reference backend: the shipped weights, read from the ONNX file, run by torch and transformers.

It exists so that a test can hold the quick backend to a plain one. It needs all of requirements.txt.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from detector.model import WEIGHTS_DIR, TacticModel, read_calibration
from detector.training.net import TacticNet
from detector.training.train_tactics import TorchNetwork
from detector.windows import WindowEncoder

_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")
HEADS = 12


def load_reference(folder: Path = WEIGHTS_DIR) -> TacticModel:
    """The tactic model on torch: same weights, same calibration, activations in float32.

    Raises:
        WeightsMissing: a file is not there or is damaged.
    """
    calibration = read_calibration(folder)
    state = {name: torch.from_numpy(value.copy()) for name, value in dequantised(folder / "tactics.onnx").items()}
    words, width = state["encoder.embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=1 + max(int(found[1]) for name in state if (found := _LAYER.match(name))),
        num_attention_heads=HEADS,
        intermediate_size=state["encoder.encoder.layer.0.intermediate.dense.bias"].shape[0],
        max_position_embeddings=state["encoder.embeddings.position_embeddings.weight"].shape[0],
    )
    net = TacticNet(BertModel(config, add_pooling_layer=False), width)
    net.load_state_dict(state, strict=True)
    return TacticModel(TorchNetwork(net), WindowEncoder(folder / "tokenizer.json"), calibration, calibration["version"])


def dequantised(file: Path) -> dict[str, NDArray[np.float32]]:
    """The float32 parameters of an int8 network file, under their torch names."""
    graph = onnx.load(file).graph
    raw = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: value for name, value in raw.items() if re.fullmatch(r"(encoder|head)\.[\w.]*(weight|bias)", name)}
    for name in [name.removesuffix("_quantized") for name in raw if name.endswith("_quantized")]:
        if not name.startswith("onnx::"):
            found[name] = _plain(raw, name)
    if "head.weight_Transposed" in raw:  # the last layer stays in float32
        found["head.weight"] = raw["head.weight_Transposed"].T
    for node in graph.node:  # the exporter names the weights of a product after the node, not after the module
        if node.op_type == "MatMulInteger":
            module = node.name.removeprefix("/").removesuffix("/MatMul_quant").replace("/", ".")
            found[f"{module}.weight"] = _plain(raw, node.input[1].removesuffix("_quantized")).T
    return found


def _plain(raw: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    centred = raw[f"{name}_quantized"].astype(np.float32) - raw[f"{name}_zero_point"].astype(np.float32)
    plain: NDArray[np.float32] = centred * raw[f"{name}_scale"]
    return plain

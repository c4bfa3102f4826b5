"""Writes what ships: the int8 network, its tokenizer, the calibration, the conversation model and the checksums."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from detector.training.net import TacticNet


def export_network(net: TacticNet, file: Path) -> None:
    """The network as ONNX, weights and word embeddings in int8, activations scaled at run time."""
    net.encoder.set_attn_implementation("eager")  # the other one is quicker in torch only, and a longer graph
    example = torch.ones(2, 12, dtype=torch.int64)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "tokens"} for name in names} | {"logits": {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated; the new one exports 3x the nodes
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            net.eval(), (example, example, example), str(plain),
            input_names=names, output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        head = [node.name for node in onnx.load(plain).graph.node if node.name.startswith("/head/")]
        head += [f"{name}_MatMul" for name in head]  # the quantiser's name for what it makes of a Gemm
        quantize_dynamic(plain, file, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=head)


def write_json(file: Path, content: dict[str, Any]) -> None:
    """JSON with one key a line: small enough to read and to compare."""
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    file.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def write_checksums(folder: Path) -> None:
    """SHA256SUMS over every file of the folder that the detector reads."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".onnx", ".json"))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")

"""`llm@URL#MODEL` against a real server of models: `transformers serve`, with a tiny model that is made here."""

import os
import sys
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from detector.types import Level
from eval.baselines.llm import build
from eval.systems import Setting
from tests.e2e.processes import free_ports, is_open, running, until
from tests.eval.conftest import make_chat

VERDICT = '{"reasons": [], "risk": 0.9, "level": "danger"}'
START_LIMIT_S = 180.0  # torch is loaded on two busy cores


def save_model(folder: Path) -> None:
    """A model of one layer that says `VERDICT` to everything, and then ends. The verdict is one token of its own."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    plain = Tokenizer(models.BPE(vocab={letter: n for n, letter in enumerate(alphabet)}, merges=[]))
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=plain, eos_token="<end>")
    tokenizer.add_tokens([VERDICT])
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    tokenizer.save_pretrained(folder)
    verdict, end = tokenizer.convert_tokens_to_ids([VERDICT, "<end>"])
    net = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2,
            max_position_embeddings=16_384, bos_token_id=None, eos_token_id=end,
        )
    )  # fmt: skip
    with torch.no_grad():
        for weights in net.parameters():
            weights.zero_()
        net.model.norm.weight.fill_(1)
        net.model.embed_tokens.weight[:, 0] = 1  # any token is followed by the verdict,
        net.model.embed_tokens.weight[verdict] = torch.eye(8)[1]  # and the verdict by the end
        net.lm_head.weight[verdict, 0] = net.lm_head.weight[end, 1] = 1
    net.save_pretrained(folder)


@pytest.fixture
def served(tmp_path):
    """Where the server answers, and the name of the model."""
    save_model(tmp_path / "tiny")
    (port,) = free_ports(1)
    command = [Path(sys.executable).with_name("transformers"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, tmp_path / "log", env={**os.environ, "HF_HUB_OFFLINE": "1"}):
        until(lambda: is_open(port), "the server of models", START_LIMIT_S)
        yield f"http://127.0.0.1:{port}/v1#{tmp_path / 'tiny'}"


def test_verdict_and_cost_come_from_a_real_server(served):
    scored = build(Setting(), served).score(make_chat(["them: hello", "me: hi", "them: send usdt"]))
    cost = dict(scored.cost)
    assert scored.risk.tolist() == [0.9, 0.9, 0.9]
    assert set(scored.levels) == {Level.DANGER}
    assert (cost["calls"], cost["completion_tokens"], cost["refused"], cost["unreadable"]) == (2, 4, 0, 0)
    assert cost["prompt_tokens"] > 2_000  # the whole prompt, a letter a token
    assert cost["seconds"] > 0

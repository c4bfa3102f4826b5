"""`classifier@PATH`, with a tiny untrained BERT that is made here."""

import json
from pathlib import Path

import pytest
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from eval.baselines.classifier import build, identity
from eval.systems import Setting
from tests.eval.conftest import make_chat

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "them", "me", ":", "hello", "send", "usdt", "ok"]
CHAT = make_chat(["them: hello", "me: ok", "them: send usdt"])


@pytest.fixture
def make(tmp_path):
    """Makes a classifier with these labels; `more` goes into its config."""

    def make(*labels, **more):
        (tmp_path / "vocab.txt").write_text("\n".join(WORDS))
        BertTokenizerFast(vocab_file=str(tmp_path / "vocab.txt"), model_max_length=16).save_pretrained(tmp_path)
        config = BertConfig(
            vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
            max_position_embeddings=16, id2label=dict(enumerate(labels)), initializer_range=2.0,
            label2id={name: i for i, name in enumerate(labels)}, **more,
        )  # fmt: skip
        BertForSequenceClassification(config).save_pretrained(tmp_path)
        return str(tmp_path)

    return make


def test_a_risk_after_every_message_that_depends_on_no_later_one(make):
    system = build(Setting(), make("ham", "Spam"))
    risk = system.score(CHAT).risk
    assert risk.shape == (3,)
    assert all(0 < one < 1 for one in risk)
    assert system.score(make_chat(["them: hello", "me: ok"])).risk == pytest.approx(risk[:2], abs=1e-6)


def test_of_a_long_chat_the_end_is_read(make):
    system = build(Setting(), make("ham", "spam"))
    long, longer = (make_chat([f"them: {word}"] * 20 + ["them: send usdt"] * 20) for word in ("hello", "ok"))
    assert system.score(long).risk[-1] == pytest.approx(system.score(longer).risk[-1], abs=1e-6)


def test_risk_is_the_share_of_all_risk_labels(make):
    folder = make("fine", "romance", "job", risk_labels=["romance", "job"])
    both = build(Setting(), folder).score(CHAT).risk
    config = Path(folder, "config.json")
    config.write_text(json.dumps(json.loads(config.read_text()) | {"risk_labels": ["fine"]}))
    assert build(Setting(), folder).score(CHAT).risk == pytest.approx(1 - both, abs=1e-6)


def test_labels_that_do_not_exclude_each_other_count_as_the_highest(make):
    folder = make("phishing", "scam", problem_type="multi_label_classification")
    assert build(Setting(), folder).score(CHAT).risk.shape == (3,)


@pytest.mark.parametrize(
    ("labels", "more", "told"),
    [(("LABEL_0", "LABEL_1"), {}, "which of the labels LABEL_0, LABEL_1 mean risk"),
     (("ham", "spam"), {"risk_labels": ["scam"]}, "risk_labels names scam; the classifier has: ham, spam")],
)  # fmt: skip
def test_labels_that_are_not_clear_are_asked_for(make, labels, more, told):
    with pytest.raises(ValueError, match=told):
        build(Setting(), make(*labels, **more))


def test_a_path_without_a_classifier_is_told_and_looked_up_nowhere(tmp_path):
    with pytest.raises(ValueError, match=r"no folder with config\.json and \*\.safetensors"):
        build(Setting(), "some-org/some-model")
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickled")
    with pytest.raises(ValueError, match="no folder with"):
        build(Setting(), str(tmp_path))


def test_other_weights_are_another_identity(make):
    first = identity(make("ham", "spam"))
    assert first != identity(make("ham", "spam"))

import math

import numpy as np
import pytest

from eval import metrics
from eval.outcomes import cases, rounds
from tests.eval.conftest import make_prediction

# Four scams and four benign chats, small enough to work out by hand. A warning stands from a risk of 0.5 on.
#   s1: pivot message 3, ask message 5, warned at message 3      s3: pivot 1, ask 2, warned at message 4, after the ask
#   s2: pivot message 2, ask message 4, never warned             s4: cut before its pivot, never warned
#   b1: warned at message 2 of 5; b2, b3, b4: never warned
CHATS = [
    make_prediction([0.1, 0.2, 0.9, 0.9, 0.9, 0.9], levels=[0, 1, 2, 2, 3, 3], chat_id="s1", pivot_at=2, ask_at=4,
                    marks={"2": ["guaranteed_returns"]}, tactics={"2": {"guaranteed_returns": 0.9}},
                    hours=[0, 1, 2, 10, 26, 27]),
    make_prediction([0.1, 0.4, 0.3, 0.2], chat_id="s2", pivot_at=1, ask_at=3, marks={}, levels=[0, 1, 1, 1]),
    make_prediction([0.1, 0.1, 0.2, 0.7], chat_id="s3", pivot_at=0, ask_at=1, marks={"0": ["love_bombing"]},
                    tactics={"3": {"love_bombing": 0.8}}),
    make_prediction([0.2, 0.2], chat_id="s4", marks={}),
    make_prediction([0.1, 0.6, 0.6, 0.1, 0.6], levels=[0, 2, 2, 0, 2], label="benign", chat_id="b1"),
    make_prediction([0.1] * 5, label="benign", chat_id="b2"),
    make_prediction([0.3] * 5, label="benign", chat_id="b3"),
    make_prediction([0.0] * 5, label="benign", chat_id="b4"),
]  # fmt: skip
F1 = 2 * 2 / (4 + 3)


def penalty(k: float, p: float) -> float:
    return -1 + 2 / (1 + math.exp(-p * (k - 1)))


WORKED = {
    "recall": 2 / 4,
    "recall_turned": 2 / 3,
    "recall_caution": 3 / 4,
    "recall_danger": 1 / 3,
    "cut_alerted": 0.0,
    "fpr": 1 / 4,
    "fpr_caution": 1 / 4,
    "fpr_danger": 0.0,
    "false_alarms_per_1000": 1000 * 2 / 20,
    # peaks: scams 0.9 0.4 0.7 0.2, benign 0.6 0.1 0.3 0.0: scams win 4 + 3 + 4 + 2 of 16 pairs
    "auroc": 13 / 16,
    # from the top: s s b s b s b b
    "auprc": (1 / 1 + 2 / 2 + 3 / 4 + 4 / 6) / 4,
    "recall_at_fpr_1_percent": 2 / 4,
    "recall_at_fpr_01_percent": 2 / 4,
    "precision_at_1_percent": 0.5 * 0.01 / (0.5 * 0.01 + 0.25 * 0.99),
    "precision_at_5_percent": 0.5 * 0.05 / (0.5 * 0.05 + 0.25 * 0.95),
    "pre_ask_recall": 1 / 3,
    "pre_ask_recall_after_pivot": 1 / 3,
    "at_ask_recall": 1 / 3,
    "lead_to_ask_msgs": (2 - 2) / 2,
    "lead_to_ask_hours": 26 - 2,
    "pre_pivot_recall": 0.0,
    "near_pivot_recall": 2 / 3,
    "lead_to_pivot_msgs": (0 - 3) / 2,
    "f1": F1,
    # true positives at messages 3 and 4, two missed scams cost 1, the false alarm costs the share of positives
    "erde_5": ((1 - 1 / (1 + math.exp(3 - 5))) + (1 - 1 / (1 + math.exp(4 - 5))) + 2 + 0.5) / 8,
    "erde_50": ((1 - 1 / (1 + math.exp(3 - 50))) + (1 - 1 / (1 + math.exp(4 - 50))) + 2 + 0.5) / 8,
    "f_latency": F1 * (1 - (penalty(3, 0.0078) + penalty(4, 0.0078)) / 2),
    "f_latency_espd": F1 * (1 - (penalty(3, math.log(3) / 89) + penalty(4, math.log(3) / 89)) / 2),
    # the median ask is message 4
    "f_latency_ask": F1 * (1 - (penalty(3, math.log(3) / 3) + penalty(4, math.log(3) / 3)) / 2),
    # no benign chat may fire (1 of 4 is above 10 %), so the threshold is the next scam's peak, 0.7: s1 fires at
    # message 3, in the same stretch of "them" as its ask, which is no round; s3 fires after its ask
    "at_fpr10_rounds": 0.0,
    "at_fpr10_rate": 1 / 3,
    "brier": (0.1**2 + 0.6**2 + 0.3**2 + 0.8**2 + 0.6**2 + 0.1**2 + 0.3**2 + 0.0) / 8,
    # eight chats in fifteen bins: each stands alone
    "ece": (0.1 + 0.6 + 0.3 + 0.8 + 0.6 + 0.1 + 0.3 + 0.0) / 8,
    # s1 points at a marked message, s3 at an unmarked one
    "evidence_hit_rate": 1 / 2,
}


@pytest.mark.parametrize("name", list(metrics.all_metrics()))
def test_every_metric_gives_the_number_worked_out_by_hand(name):
    assert metrics.all_metrics()[name](cases(CHATS)) == pytest.approx(WORKED[name])


def test_a_metric_is_found_by_being_written():
    assert set(metrics.all_metrics()) == set(WORKED)
    assert all(metric.__doc__ for metric in metrics.all_metrics().values())


@pytest.mark.parametrize("name", ["auroc", "auprc", "ece", "brier", "recall_at_fpr_1_percent", "at_fpr10_rate"])
@pytest.mark.parametrize("label", ["scam", "benign"])
def test_what_compares_the_classes_is_not_defined_for_one_class(name, label):
    alone = cases([one for one in CHATS if (one.label == label)])
    assert math.isnan(metrics.all_metrics()[name](alone))


def test_a_chat_that_never_warns_has_no_latency_to_be_credited_for():
    silent = cases([make_prediction([0.1, 0.1]), make_prediction([0.1], label="benign", chat_id="b")])
    assert metrics.f_latency(silent) == 0.0
    assert metrics.erde_50(silent) == 0.5


def test_an_alert_at_the_ask_itself_is_not_before_it():
    at_the_ask = cases([make_prediction([0.1, 0.9], pivot_at=0, ask_at=1)])
    one_before = cases([make_prediction([0.9, 0.9], pivot_at=0, ask_at=1)])
    assert (metrics.pre_ask_recall(at_the_ask), metrics.pre_ask_recall(one_before)) == (0.0, 1.0)


def test_where_the_ask_is_the_pivot_nobody_can_be_before_it():
    letter = make_prediction([0.9], pivot_at=0, ask_at=0)
    chat = make_prediction([0.1, 0.9, 0.9], chat_id="later", pivot_at=1, ask_at=2)
    both = cases([letter, chat])
    assert metrics.pre_ask_recall(both) == 0.5
    assert (metrics.pre_ask_recall_after_pivot(both), metrics.at_ask_recall(both)) == (1.0, 1.0)


@pytest.mark.parametrize(("alarm", "near"), [(1, 1.0), (4, 1.0), (5, 1.0), (6, 0.0)])
def test_near_the_pivot_is_before_it_or_within_three_messages(alarm, near):
    risk = [0.1] * (alarm - 1) + [0.9]
    assert metrics.near_pivot_recall(cases([make_prediction(risk, pivot_at=1)])) == near


def test_a_round_begins_where_them_begins_to_speak():
    assert rounds("ttmmtmt").tolist() == [1, 1, 1, 1, 2, 2, 3]
    assert rounds("mmt").tolist() == [1, 1, 1]


def test_warning_rounds_are_counted_from_the_alert_to_the_ask():
    scam = make_prediction([0.1, 0.9, 0.9, 0.9, 0.9, 0.9], senders="tmtmtm", ask_at=4)
    quiet = make_prediction([0.2] * 6, label="benign", chat_id="b")
    assert metrics.at_fpr10_rounds(cases([scam, quiet])) == 2.0


def test_taking_conversations_repeats_them_whole():
    drawn = cases(CHATS).take(np.array([0, 0, 4]))
    assert drawn.alarm.tolist() == [3, 3, 2]
    assert metrics.recall(drawn) == 1.0

"""The figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from detector.training.markdown import table
from eval.leaks import LIMIT, Leak
from eval.replay import NO_ATTACK
from eval.tables import HEADLINES, number, percent

Group = Mapping[str, Any]
SHARED_OTHERS = ("max-pooling", "tfidf", "keyword-rules")  # beside the detector, on other people's sets


def markdown(numbers: Mapping[str, Any]) -> str:
    """All tables, one after the other."""
    corpus = numbers["corpus_test"]
    own = _tactics(corpus, "Tactics on the same chats, message by message")
    parts = [_corpus(corpus), _scripts(corpus), _cells(corpus), own]
    if "attacks" in numbers:
        parts.append(_attacks(numbers["attacks"]))
    if "real_tactics" in numbers:
        parts.append(_tactics(numbers["real_tactics"], "Tactics in real text, message by message"))
    if "shared" in numbers:
        parts += [_false_alarms(numbers), _recall(numbers["shared"])]
    if numbers["missing"]:
        parts.append(f"Sets that were looked for and not found: {', '.join(numbers['missing'])}.\n")
    return "\n".join([*parts, _leaks(numbers["leaks"])])


def headline(numbers: Mapping[str, Any]) -> str:
    """The few figures of the README, as sentences."""
    corpus = _group(numbers["corpus_test"])["all"]
    told = {name: _value(name, corpus["metrics"].get(name)) for name in HEADLINES}
    lines = [
        f"On the {corpus['scams'] + corpus['benign']} chats of {corpus['clusters']} families that neither training nor "
        "calibration saw (machine-written, like the whole corpus; 95 % intervals by family):\n",
        f"- scams that reach their theme and are warned of: {told['recall_turned']};",
        f"- of those with an ask, warned of before it: {told['pre_ask_recall']}; where the theme begins before the "
        f"ask: {told['pre_ask_recall_after_pivot']}; by the message that asks: {told['at_ask_recall']};",
        f"- ordinary chats, most of them with the same loaded words, that are warned of as well: {told['fpr']}.",
    ]
    if "shared" in numbers:
        groups = [group["all"] for _, group, _ in _by_set(numbers["shared"])]
        alerted, benign = (sum(group[name] for group in groups) for name in ("alerted_benign", "benign"))
        lines.append(f"\nOf {benign:,} ordinary chats of other people's sets, {alerted} are warned of.")
    return "\n".join(lines)


def every_system(numbers: Mapping[str, Any]) -> str:
    """A table for each set, with a row for each system."""
    by_set: dict[str, list[Group]] = {}
    for part in ("corpus_test", "shared", "slow", "slow_shared"):
        for group in numbers.get(part, {}).get("results", ()):
            by_set.setdefault(group["set"], []).append(group)
    return "\n".join(f"### {name}\n\n{_systems(groups)}" for name, groups in by_set.items())


def _systems(groups: Sequence[Group]) -> str:
    """One set: what it has of either class decides the columns."""
    counts = groups[0]["all"]
    columns: dict[str, Callable[[Group], str]] = {"system": lambda group: str(group["system"])}
    if counts["scams"]:
        columns["scams alerted (Wilson)"] = lambda group: _of(
            group["all"]["alerted_scams"], group["all"]["scams"], group["all"]["recall_wilson"]
        )
    if counts["asks"]:
        columns[HEADLINES["pre_ask_recall"]] = lambda group: _metric("pre_ask_recall", group)
    if counts["benign"]:
        columns["benign alerted (Wilson)"] = lambda group: _of(
            group["all"]["alerted_benign"], group["all"]["benign"], group["all"]["fpr_wilson"]
        )
    if counts["scams"] and counts["benign"]:
        columns |= {HEADLINES[name]: partial(_metric, name) for name in ("auroc", "auprc")}
    return (
        f"{counts['scams']} scam and {counts['benign']} benign conversations, {counts['messages']:,} messages.\n\n"
        + table(tuple(columns), [[column(group) for column in columns.values()] for group in groups])
    )


def _metric(name: str, group: Group) -> str:
    return _value(name, group["all"]["metrics"].get(name))


def _value(name: str, found: Sequence[float | None] | None) -> str:
    if found is None or found[0] is None:
        return "–"
    value, low, high = found[0], found[1], found[2]
    return number(name, value) + (
        "" if low is None or high is None else f" ({number(name, low)} to {number(name, high)})"
    )


def _of(hits: int, trials: int, wilson: Sequence[float | None]) -> str:
    if not trials or wilson[0] is None or wilson[1] is None:
        return "–"
    return f"{hits} of {trials} ({percent(wilson[0])} to {percent(wilson[1])})"


def _group(results: Mapping[str, Any]) -> Group:
    """The detector's results on the first set, unattacked."""
    return next(group for group in results["results"] if group["system"] == "detector" and group["attack"] == NO_ATTACK)


def _by_set(results: Mapping[str, Any]) -> Iterator[tuple[str, Group, list[Group]]]:
    """Name of each set, the detector's results on it, and those of `SHARED_OTHERS`."""
    for name in results["header"]["sets"]:
        groups = [group for group in results["results"] if group["set"] == name]
        by_system = {group["system"]: group for group in groups}
        yield name, by_system["detector"], [by_system[other] for other in SHARED_OTHERS]


def _corpus(results: Mapping[str, Any]) -> str:
    counts = _group(results)["all"]
    rows = [
        [group["system"], *(_value(name, group["all"]["metrics"].get(name)) for name in HEADLINES)]
        for group in results["results"]
    ]
    return (
        f"### Family-split test part of the corpus\n\nModel {results['header']['model']}. {counts['scams']} scam and "
        f"{counts['benign']} benign conversations, {counts['messages']:,} messages, of {counts['clusters']} families "
        f"that neither training nor calibration saw; {counts['turned']} scams reach a pivot, {counts['asks']} an ask. "
        "95 % intervals by cluster bootstrap over families. Systems without levels of their own got a threshold from "
        "the validation part.\n\n" + table(["system", *HEADLINES.values()], rows)
    )


def _slices(results: Mapping[str, Any], which: str) -> Iterator[Mapping[str, Any]]:
    return (one for one in _group(results)["slices"] if one["slice"] == which)


def _scripts(results: Mapping[str, Any]) -> str:
    names = ("recall_turned", "pre_ask_recall", "near_pivot_recall", "auroc")
    rows = [
        [one["value"], str(one["scams"]), str(one["turned"]),
         *(_value(name, one["metrics"].get(name)) for name in names)]
        for one in _slices(results, "script")
    ]  # fmt: skip
    heads = [
        "script",
        "chats",
        "reach the pivot",
        "alerted",
        "before the ask",
        "by pivot + 3",
        "AUROC against all benign",
    ]
    return "### By script\n\n" + table(heads, rows)


def _cells(results: Mapping[str, Any]) -> str:
    rows = [
        [one["value"], _of(one["alerted_benign"], one["benign"], one["fpr_wilson"]),
         _value("fpr_caution", one["metrics"].get("fpr_caution")), _value("auroc", one["metrics"].get("auroc"))]
        for one in _slices(results, "cell")
    ]  # fmt: skip
    heads = ["cell", "alerted (Wilson)", "caution or more", "AUROC against all scams"]
    return "### By kind of benign chat\n\n" + table(heads, rows)


def _tactics(results: Mapping[str, Any], title: str) -> str:
    found = _group(results)["tactics"]
    rows = [
        [tactic, str(row["marked"]), _value("auprc", row["ap"]), number("f1", row["f1"])]
        for tactic, row in found["each"].items()
        if row["marked"]
    ]
    rows.append(["**mean**", "", _value("auprc", found["macro_ap"]), number("f1", found["macro_f1"])])
    return f"### {title}\n\n{found['messages']:,} messages.\n\n" + table(
        ["tactic", "marked", "average precision", "F1 at 0.5"], rows
    )


def _attacks(results: Mapping[str, Any]) -> str:
    names = ("recall_turned", "pre_ask_recall", "fpr")
    rows = [
        [group["attack"], *(_value(name, group["all"]["metrics"].get(name)) for name in names)]
        for group in results["results"]
    ]
    return "### Under attack\n\n" + table(["attack", *(HEADLINES[name] for name in names)], rows)


def _false_alarms(numbers: Mapping[str, Any]) -> str:
    rows = []
    for name, group, others in _by_set(numbers["shared"]):
        counts = group["all"]
        if counts["benign"]:
            rows.append([
                name, _of(counts["alerted_benign"], counts["benign"], counts["fpr_wilson"]),
                f"{counts['benign_messages']:,}",
                _value("false_alarms_per_1000", counts["metrics"].get("false_alarms_per_1000")),
                _value("fpr_caution", counts["metrics"].get("fpr_caution")), percent(group["judged"]),
                *(_share(other["all"], "benign") for other in others),
            ])  # fmt: skip
    heads = ["set", "alerted (Wilson)", "messages", "false alarms / 1,000", "caution or more", "could be judged"]
    return (
        f"### False alarms on ordinary talk of other people\n\nAt most {numbers['limit']} conversations of each kind "
        'of a set, drawn by a fixed seed. "Could be judged": messages at which the chat was taken for English; in the '
        "others nothing is ever alerted.\n\n" + table([*heads, *SHARED_OTHERS], rows)
    )


def _recall(shared: Mapping[str, Any]) -> str:
    rows = []
    for name, group, others in _by_set(shared):
        if group["all"]["scams"]:
            rows.append(_alerted(f"**{name}**", group["all"], [other["all"] for other in others]))
            by_kind = [[one for one in each["slices"] if one["slice"] == "script"] for each in (group, *others)]
            for one, *same in zip(*by_kind, strict=True):
                if len(by_kind[0]) > 1:
                    rows.append(_alerted(f"{name}: {one['value']}", one, same))
    heads = ["set", "alerted (Wilson)", "caution or more", *SHARED_OTHERS]
    return "### Real and written scammers of other people\n\n" + table(heads, rows)


def _alerted(name: str, counts: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[str]:
    told = _of(counts["alerted_scams"], counts["scams"], counts["recall_wilson"])
    caution = _value("recall_caution", counts["metrics"].get("recall_caution"))
    return [name, told, caution, *(_share(other, "scams") for other in others)]


def _share(counts: Mapping[str, Any], which: str) -> str:
    return percent(counts[f"alerted_{which}"] / counts[which]) if counts[which] else "–"


def leaks_table(found: Sequence[Leak]) -> str:
    """What each leak check found."""
    rows = [
        (one.name, f"{one.auroc:.3f} ({one.low:.3f} to {one.high:.3f})", "no" if one.auroc <= LIMIT else "**yes**")
        for one in found
    ]
    return table(("seen", "AUROC", f"above {LIMIT}"), rows)


def _leaks(found: Sequence[Mapping[str, Any]]) -> str:
    return (
        "### Leaks: what gives the class away without the subject\n\nAUROC on the whole corpus of a logistic "
        f"regression that sees only this, cross-validated by family; {LIMIT} is the limit.\n\n"
        + leaks_table([Leak(**one) for one in found])
    )

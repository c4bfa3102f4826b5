"""`llm@URL#MODEL`, against a small server that speaks chat completions and can also fail in every way."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detector.types import Level
from eval.baselines.llm import build, identity, split
from eval.evaluate import evaluate
from eval.openai_client import KEY_VARIABLE, Unreachable
from eval.replay import Plan, run
from eval.report import write_report
from eval.systems import Setting
from tests.eval.conftest import make_chat

CHAT = make_chat(["them: hello secret", "me: hi", "them: send usdt secret", "me: no"])
CALM = '{"reasons": [], "risk": 0.1, "level": "none"}'
LOUD = 'Here it is:\n```json\n{"reasons": [], "risk": 0.9, "level": "danger"}\n```'


class Server(ThreadingHTTPServer):
    """Answers by `answer(prompt)`: a text, a whole message, a whole reply, or a status."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = lambda prompt: LOUD if "usdt" in prompt else CALM
        self.asked = []
        self.target = f"http://127.0.0.1:{self.server_port}/v1#tiny"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        found = self.server.answer(body["messages"][0]["content"])
        status, found = (found, {}) if isinstance(found, int) else (200, found)
        if isinstance(found, str):
            found = {"content": found}
        if "content" in found:
            usage = {"prompt_tokens": 100, "completion_tokens": 7}
            found = {"choices": [{"message": found, "finish_reason": "stop"}], "usage": usage}
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr("eval.openai_client.PAUSES_S", (0.0, 0.0))


def test_it_is_asked_when_they_wrote_and_its_verdict_stands_until_they_write_again(server):
    scored = build(Setting(), server.target).score(CHAT)
    assert scored.risk.tolist() == [0.1, 0.1, 0.9, 0.9]
    assert scored.levels == (Level.NONE, Level.NONE, Level.DANGER, Level.DANGER)
    assert len(server.asked) == 2


def test_a_question_is_the_prompt_of_the_project_at_temperature_zero_and_the_same_each_time(server):
    for _ in range(2):
        build(Setting(), server.target).score(CHAT)
    path, heads, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert (body["model"], body["temperature"]) == ("tiny", 0)
    assert '1 them 2026-03-02 19:04 "hello secret"' in body["messages"][0]["content"]
    assert "usdt" not in body["messages"][0]["content"]
    assert "Authorization" not in heads
    assert body == server.asked[2][2]


def test_cost_refusals_and_unreadable_answers_are_counted(server):
    answers = iter(
        [{"content": None, "refusal": "no"}, "I would say it is bad", CALM, "{}", '{"risk": 2, "level": "none"}']
    )
    server.answer = lambda _: next(answers)
    scored = build(Setting(), server.target).score(make_chat(["them: a"] * 5))
    cost = dict(scored.cost)
    assert cost.pop("seconds") > 0
    assert cost == {"calls": 5, "prompt_tokens": 500, "completion_tokens": 35, "refused": 1, "unreadable": 3}
    assert scored.judged == pytest.approx(0.2)
    assert scored.risk.tolist() == [0.0, 0.0, 0.1, 0.1, 0.1]


@pytest.mark.parametrize(
    "text",
    ["", "no", "[]", "{" * 5000 + "}" * 5000, '{"risk": "0.5", "level": "none"}', '{"risk": true, "level": "none"}',
     '{"risk": NaN, "level": "none"}', '{"risk": 0.5}', '{"risk": 0.5, "level": "loud"}', '{"risk": 0.5, "level": []}'],
)  # fmt: skip
def test_what_is_no_verdict_is_unreadable(server, text):
    server.answer = lambda _: text
    assert build(Setting(), server.target).score(make_chat(["them: a"])).cost["unreadable"] == 1


def test_a_content_filter_is_a_refusal(server):
    server.answer = lambda _: {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}
    cost = build(Setting(), server.target).score(make_chat(["them: a"])).cost
    assert (cost["refused"], cost["unreadable"], cost["prompt_tokens"]) == (1, 0, 0)


def test_a_busy_server_is_asked_again(server):
    answers = iter([503, 429, CALM])
    server.answer = lambda _: next(answers)
    assert build(Setting(), server.target).score(make_chat(["them: a"])).risk.tolist() == [0.1]


@pytest.mark.parametrize(
    ("answer", "told"),
    [(503, "status 503"), (401, "status 401"), (302, "status 302"),
     ({"error": "secret"}, "does not answer as chat completions")],
)  # fmt: skip
def test_a_server_that_says_no_is_told_without_the_chat(server, answer, told):
    server.answer = lambda _: answer
    with pytest.raises(Unreachable, match=told) as error:
        build(Setting(), server.target).score(CHAT)
    assert "secret" not in str(error.value)


def test_where_nobody_listens_is_told():
    with pytest.raises(Unreachable, match="cannot be reached"):
        build(Setting(), "http://127.0.0.1:1/v1#tiny").score(CHAT)


def test_the_key_comes_from_the_environment_and_no_proxy_stands_before_loopback(server, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "k-1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    build(Setting(), server.target).score(CHAT)
    assert server.asked[0][1]["Authorization"] == "Bearer k-1"


@pytest.mark.parametrize(
    ("target", "allowed"),
    [("http://127.0.0.1:8000/v1#m", True), ("http://[::1]:8000/v1#m", True), ("http://localhost/v1#a/b:c", True),
     ("https://models.example/v1#m", True), ("http://models.example/v1#m", False),
     ("http://127.0.0.1.example/v1#m", False), ("http://10.0.0.2/v1#m", False), ("file:///etc/passwd#m", False),
     ("https://models.example/v1", False),
     ("https://models.example/v1#", False), ("#m", False)],
)  # fmt: skip
def test_chats_go_to_this_machine_or_by_https(target, allowed):
    if allowed:
        assert "#".join(split(target)) == target
    else:
        with pytest.raises(ValueError, match=r"URL#MODEL|by https only"):
            split(target)


def test_results_and_report_tell_the_cost_and_the_prompt(server, corpus, weights, tmp_path):
    system = f"llm@{server.target}"
    run(Plan(("corpus-test",), (system,), weights=weights, corpus=corpus), tmp_path)
    results = evaluate(tmp_path, resamples=20)
    (group,) = results["results"]
    assert group["cost"]["calls"] == 3 * (4 + 3)
    assert group["cost"]["prompt_tokens"] == 100 * group["cost"]["calls"]
    assert group["all"]["metrics"]["recall"][0] == 1.0
    assert results["header"]["targets"] == {system: identity(server.target)}
    assert "judge_conversation version" in identity(server.target)
    page = write_report(tmp_path, corpus, resamples=20).read_text()
    assert "What it has cost" in page
    assert all(told in page for told in ("100.0 a call", "7.0 a call", "0.0 % of calls", " a chat"))

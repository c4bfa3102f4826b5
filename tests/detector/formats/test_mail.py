"""Mails: who writes to whom, what is their own, and what must not break on the way."""

import random
from contextlib import suppress

import pytest

from detector import formats
from detector.errors import DetectorError, UnknownSpeaker, UnreadableChat
from detector.formats._html import to_text
from detector.formats._mail_words import own_words

ANNA, MARIA, TOM = "Anna <anna@example.com>", "Maria <maria@example.org>", "Tom <tom@example.net>"


def mail(text="hi", writer=ANNA, to=MARIA, hour=10, subject="Re: a", kind="text/plain; charset=utf-8", extra=""):
    head = f"From: {writer}\nTo: {to}\nSubject: {subject}\nDate: Mon, 9 Mar 2026 {hour}:00:00 +0000\n{extra}"
    return f"{head}MIME-Version: 1.0\nContent-Type: {kind}\n\n{text}\n"


def mbox(*mails):
    return "".join(f"From x@example.com Mon Mar  9 10:00:00 2026\n{one}\n" for one in mails).encode()


def said(*mails, me=None):
    return [(m.sender, m.text) for m in formats.read(mbox(*mails), me)[0].messages]


def text_of(*args, **more):
    return formats.read(mail(*args, **more).encode())[0].messages[0].text


def test_mails_between_the_same_people_are_one_chat():
    chats = formats.read(
        mbox(mail("one"), mail("two", MARIA, ANNA, 11), mail("three", TOM, MARIA), mail("four", MARIA, TOM, 12)),
        "Maria",
    )
    assert [(chat.id, [(m.sender, m.text) for m in chat.messages]) for chat in chats] == [
        ("Anna and Maria", [("them", "one"), ("me", "two")]),
        ("Maria and Tom", [("them", "three"), ("me", "four")]),
    ]


def test_who_is_me_is_asked_unless_the_mailbox_says_it():
    with pytest.raises(UnknownSpeaker) as asked:
        said(mail("one"), mail("two", MARIA, ANNA, 11))
    assert set(asked.value.names) == {"Anna", "Maria"}
    delivered = mail("one", extra="Delivered-To: maria@example.org\n")
    assert said(delivered, mail("two", MARIA, ANNA, 11)) == [("them", "one"), ("me", "two")]


def test_a_stranger_under_my_name_is_not_me():
    chats = formats.read(
        mbox(mail("real", MARIA, ANNA), mail("answer", ANNA, MARIA), mail("fake", "Maria <x@example.net>", ANNA)),
        "maria",
    )
    assert [m.sender for chat in chats for m in chat.messages] == ["me", "them", "them"]


def test_a_stranger_under_the_name_of_the_mailbox_s_owner_is_not_me():
    fake = mail("fake", "Maria <x@example.net>", MARIA, extra="Delivered-To: maria@example.org\n")
    assert said(fake) == [("them", "fake")]


def test_a_new_subject_is_part_of_what_is_said_and_a_reply_s_is_not():
    assert text_of("now", subject="Gold: 5 %") == "Gold: 5 %\nnow"
    assert {text_of("now", subject=s) for s in ("Re: Gold", "AW: WG: Gold", "Re[2]: Gold", "Fwd: Gold", "")} == {"now"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?J=C3=BCrgen?=", "Jürgen"),
        ("=?iso-8859-1?Q?J=FCr?= =?utf-8?b?Z2Vu?=", "Jürgen"),
        ("Jürgen", "Jürgen"),
        ('"Lee, Anna"', "Lee, Anna"),
        ("=?none?q?Anna?=", "Anna"),
        ("=?utf-8?b?!?=", "j@example.com"),
    ],
)
def test_names_are_decoded(written, read):
    chat = formats.read(mail(writer=f"{written} <j@example.com>").encode())[0]
    assert chat.id == " and ".join(sorted((read, "Maria")))


@pytest.mark.parametrize(
    "written",
    [
        "yes\n\nOn Mon, Mar 9, 2026 at 7:06 PM Maria <maria@example.org> wrote:\n> old\n>> older",
        "yes\n\nOn Mon, Mar 9, 2026 at 7:06 PM Maria\n<maria@example.org> wrote:\n\n> old",
        "yes\n\nOn 3/9/26 19:06, Maria wrote:\n> old",
        "On 3/9/26 19:06, Maria wrote:\n> old\nyes",
        "yes\n\nLe lun. 9 mars 2026 à 19:06, Maria <maria@example.org> a écrit :\n\n> old",
        "yes\n\nOn Mon, 9 Mar 2026, Maria <maria@example.org> wrote:\n\nold, without marks",
        "yes\n\n-----Original Message-----\nFrom: Maria\nSent: Monday\nTo: Anna\nSubject: a\n\nold",
        "yes\n\n----- Ursprüngliche Nachricht -----\nVon: Maria\nGesendet: Montag\nAn: Anna\n\nold",
        "yes\n\n________________________________\nDe: Maria <maria@example.org>\nEnviado: lunes\nPara: Anna\n\nold",
        "yes\n\n*From:* Maria\n*Sent:* Monday\n*To:* Anna\n*Subject:* a\n\nold",
    ],
)
def test_what_earlier_mails_said_is_left_out(written):
    assert own_words(written) == "yes"


@pytest.mark.parametrize(
    "written",
    [
        "we met at 10:30 and you said this:\n- a\n- b",
        "From: the heart\nwith love",
        "my new address is anna@example.net: write to me",
        "prices -- cheap -- now",
        "a > b\nis true",
        "he wrote:\nI love 2 dogs",
        "----------\nAnna",
    ],
)
def test_one_s_own_words_stay(written):
    assert own_words(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "look\n\n---------- Forwarded message ---------\nFrom: Tom <t@example.net>\nDate: Mon\nSubject: a\n\nold",
        "look\n\nBegin forwarded message:\n\nFrom: Tom <t@example.net>\nSubject: a\nDate: Mon\n\nold",
        "look\n\n-------- Weitergeleitete Nachricht --------\nBetreff: a\nDatum: Mon\nVon: Tom\n\nold",
    ],
)
def test_a_forwarded_mail_is_told_in_words(written):
    assert own_words(written) == "look\n[forwarded message]"


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a<br>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
        ("a &lt;b&gt; &amp;nbsp;&nbsp;&#128522;", "a <b> &nbsp; 😊"),
        ('<a href="https://evil.example/x">my bank</a>', "my bank <https://evil.example/x>"),
        ('<a href="https://a.example/">a.example</a> <a href="javascript:x">y</a>', "a.example y"),
        ("<style>a</style><script>if (a < b) { c }</script>b<!-- c -- d > e -->f", "bf"),
        ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> b\n>\n> c\n>\n> d\n>\ne"),
        ("2 < 3 <3 you", "2 < 3 <3 you"),
        ("<ul><li>a<li>b</ul><table><tr><td>c</td></tr></table>", "a\nb\n\nc"),
        ("a<!-- b", "a"),
    ],
)
def test_html_becomes_lines(page, read):
    assert to_text(page) == read


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<a href='", "<!", "<![", "<?", "<b>", "&", "<blockquote>", "\n"]
)
def test_hostile_html_takes_no_long_time(piece):
    assert isinstance(to_text(piece * (2**20 // len(piece))), str)


@pytest.mark.parametrize(
    "line", ["On 1@", "> ", "On <a@", "-- a --", "a:", "a: ", "From: a", "_" * 50, "-" * 50, " ", "1 @ wrote", "<a@a>:"]
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_hostile_quotes_take_no_long_time(line, end):
    assert isinstance(own_words((line + end) * (300_000 // len(line))), str)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (mail("secret").replace("From: ", "X-From: "), "sender"),
        (mail("secret", kind="multipart/mixed; boundary=a").replace("From: ", f"From: {'(' * 3000}"), "damaged"),
    ],
)
def test_a_bad_mail_is_told_by_its_line_and_the_others_are_kept(bad, why):
    chats, found = formats.load(mbox(mail("one"), bad, mail("two", hour=11)))
    assert [m.text for m in chats[0].messages] == ["one", "two"]
    assert [problem.place for problem in found.problems] == ["line 11"]
    assert why in found.problems[0].why
    assert "secret" not in found.problems[0].why


def test_a_date_that_cannot_be_understood_is_told_and_the_mail_kept():
    chats, found = formats.load(mail("one").replace("Mon, 9", "Some").encode())
    assert [(m.text, m.sent_at) for m in chats[0].messages] == [("one", None)]
    assert len(found.problems) == 1


def test_a_mailbox_of_bad_mails_says_where():
    with pytest.raises(UnreadableChat, match="line 1: a mail without a sender"):
        formats.read(mbox(mail().replace("From: ", "X-From: ")))


def test_a_mail_that_only_quotes_says_nothing():
    assert said(mail("one"), mail("> one", hour=11)) == [("them", "one")]


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "punycode", "idna", "utf-7", "rot13", "zlib", "undefined", "x" * 500]
)
def test_odd_charsets_are_read_as_text(charset):
    assert text_of(r"a \q b", kind=f'text/plain; charset="{charset}"') == r"a \q b"


def test_parts_within_parts_without_end_are_refused():
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(3000))
    with pytest.raises(UnreadableChat, match="no message"):
        formats.read(("From: a@example.com\nTo: b@example.com\nDate: x\n" + deep).encode())


def test_a_damaged_mail_is_read_or_refused():
    part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+aGk8L3A+"
    whole = mail(f"--b\n{part}\n--b--", kind='multipart/mixed; boundary="b"').encode()
    dice = random.Random(4)
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(4):
            data[dice.randrange(len(data))] = dice.choice(b'<>()[]";:@=?\n\r \0\xff%*ab')
        with suppress(DetectorError):
            formats.read(bytes(data), "Anna")

"""English chats are let through, with their typos and foreign words; chats in other languages are refused."""

import pytest

from detector.language import NOT_ENGLISH, LanguageGate, english_evidence, language
from detector.training.corpus_text import read_corpus

ENGLISH = {
    "typos": ["helo how r u doin", "im gud thx", "wat u did tdy", "nothin much jus wrk", "ok cya ltr"],
    "singlish": ["U at where now lah", "Wait ah i on e way liao", "Ok lor", "Later go makan?", "Can can, c u at mrt"],
    "names": ["Hi Joaquín!", "how is the weather there", "Kuala Lumpur", "Schatzi says hello to Frau Müller", "nice"],
    "a few foreign words": ["good morning mi amor", "te quiero", "did you sleep well?", "yes baby, and you?"],
    "one word": ["ok"],
    "no word": ["😂😂", "12:30", "[photo]"],
    "disguised": ["іnvеst wіth mе in сrурtо todаy", "b i t c o i n is the future my friend"],
}
OTHER = {
    "spanish": ["Hola guapa, ¿cómo estás?", "muy bien y tú", "qué haces hoy", "trabajando, luego voy a casa"],
    "german": ["Guten Morgen, wie geht es dir?", "gut und dir", "was machst du heute", "ich muss noch arbeiten"],
    "portuguese": ["oi tudo bem com você?", "tudo ótimo e você", "o que vai fazer hoje", "vou trabalhar até tarde"],
    "french": ["salut ça va ?", "oui et toi", "tu fais quoi ce soir", "je reste à la maison"],
    "italian": ["ciao come stai?", "bene grazie e tu", "cosa fai stasera", "resto a casa a guardare un film"],
    "indonesian": ["halo apa kabar?", "baik, kamu bagaimana", "lagi apa sekarang", "sedang kerja di kantor"],
    "turkish": ["merhaba nasılsın?", "iyiyim sen nasılsın", "ne yapıyorsun bugün", "evdeyim çalışıyorum"],
    "chinese": ["你好，你在吗？", "我在，你今天怎么样", "很好，刚刚下班"],
    "arabic": ["مرحبا كيف حالك؟", "بخير وانت", "ماذا تفعل اليوم"],
    "russian": ["привет, как дела?", "хорошо, а у тебя", "что делаешь сегодня"],
}


def after(chat, gate=None):
    gate = gate or LanguageGate()
    for text in chat:
        gate = gate.step(english_evidence(text))
    return gate


@pytest.mark.parametrize("chat", ENGLISH.values(), ids=ENGLISH)
def test_english_chats_are_let_through_from_the_first_message_on(chat):
    assert all(after(chat[:n]).assessable for n in range(1, len(chat) + 1))


@pytest.mark.parametrize("chat", OTHER.values(), ids=OTHER)
def test_other_languages_are_refused_after_a_few_short_messages(chat):
    assert not after(chat).assessable


@pytest.mark.parametrize("chat", OTHER.values(), ids=OTHER)
def test_a_chat_that_changes_its_language_is_refused_from_then_on(chat):
    english = after(["good morning, how are you today?", "I am fine, thanks, and you?"] * 10)
    assert not after(chat * 4, english).assessable


def test_a_chat_that_returns_to_english_is_let_through_again():
    assert after(["good morning, how are you today my friend?"] * 6, after(OTHER["spanish"])).assessable


def test_one_or_two_words_never_refuse_a_chat():
    assert all(english_evidence(text) >= NOT_ENGLISH for text in ("Guten Morgen", "te quiero", "你好", "Kuala Lumpur"))


MIXED = {"fe-364", "fl-618", "fw-404", "ld-374"}  # families whose people write half in Malay, Tagalog or Hindi


def test_no_chat_of_the_corpus_is_refused_but_those_half_in_another_language():
    refused = {
        chat.family for chat in read_corpus() if not after(m.text for m in chat.conversation.messages).assessable
    }
    assert refused <= MIXED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I will send you the money tomorrow", "en"),
        ("mañana te mando el dinero por la tarde", "other"),
        ("завтра пришлю деньги", "other"),
        ("hmm", "unclear"),
        ("", "unclear"),
        ("😂", "unclear"),
    ],
)
def test_the_language_of_one_message(text, found):
    assert language(text) == found


def test_a_gate_survives_being_stored():
    gate = after(ENGLISH["typos"])
    assert LanguageGate.from_bytes(gate.to_bytes()) == gate

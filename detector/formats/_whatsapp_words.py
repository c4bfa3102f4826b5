"""What WhatsApp itself writes into an export, by language: notices, media, deleted and edited messages.

People chat in English on phones set to any language, so all of them are read, whatever the chat is in.
"""

from __future__ import annotations

import re

_NOTICES = (
    r"end-to-end encrypt|cifrad[oa]s? de extremo a extremo|Ende-zu-Ende|chiffr\S+ de bout en bout|ponta a ponta"
    r"|crittografat\S+ end-to-end|end-to-end versleuteld|uçtan uca şifrel|terenkripsi (?:secara )?end-to-end|сквозн\S+ шифровани"
    r"|szyfrowane .*end-to-end|端到端加密|端對端加密|エンドツーエンド|종단간 암호화|التشفير التام|एंड-टू-एंड"
    r"|^(?:\S+ ){1,4}(?:is a contact|changed their phone number|security code (?:with|changed))|^Your security code with"
    r"|^You (?:blocked|unblocked) this contact|^This (?:business|chat is with a (?:business|company))|turned o(?:n|ff) disappearing"
    r"|^You started a call$|^Waiting for this message"
)
# Only what stands alone in a short message is a notice: somebody may write about encryption.
_NOTICE = re.compile(_NOTICES, re.IGNORECASE)
_NOTICE_CHARACTERS = 300

_DELETED = re.compile(
    r"(?:This message was deleted|You deleted this message|This message was deleted by admin .*|Se eliminó este mensaje|"
    r"Eliminaste este mensaje|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|Ce message a été supprimé|"
    r"Vous avez supprimé ce message|Mensagem apagada|Você apagou esta mensagem|Esta mensagem foi apagada|"
    r"Questo messaggio è stato eliminato|Hai eliminato questo messaggio|Dit bericht is verwijderd|"
    r"U heeft dit bericht verwijderd|Bu mesaj silindi|Bu mesajı sildiniz|Pesan ini telah dihapus|Anda menghapus pesan ini|"
    r"(?:Данное с|С)ообщение удалено|Вы удалили данное сообщение|Wiadomość usunięta|此消息已删除|已刪除這則訊息|"
    r"このメッセージは削除されました|삭제된 메시지입니다|تم حذف هذه الرسالة|यह मैसेज हटाया गया)\.?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"\s*<(?:This message was edited|Se editó este mensaje|Diese Nachricht wurde bearbeitet|Ce message a été modifié|"
    r"Mensagem editada|Questo messaggio è stato modificato|Dit bericht is bewerkt|Bu mesaj düzenlendi|Pesan ini diedit|"
    r"Сообщение изменено|Сообщение отредактировано|此消息已编辑)>\s*$",
    re.IGNORECASE,
)

_OMITTED = r"omitted|omitid[oa]|weggelassen|absente?|ocultad?[oa]|omess[oa]|omesso|weggelaten|dahil edilmedi|tidak disertakan|ausente"
_KINDS = (
    ("photo", r"image|imagen|Bild|imagem|immagine|afbeelding|görüntü|gambar|photo|foto"),
    ("video", r"video|vídeo|Video|vidéo|video note|Videonotiz"),
    ("voice message", r"audio|Audio|voice message|ses|suara"),
    ("sticker", r"sticker|Sticker|figurinha|adesivo|çıkartma|stiker|autocollant"),
    ("gif", r"GIF"),
    ("document", r"document|documento|Dokument|belge|dokumen"),
    ("contact", r"Contact card|Kontaktkarte|tarjeta de contacto|cartão de contato|fiche contact"),
)
_OMITTED_KIND = [(kind, re.compile(rf"(?:{words}) (?:{_OMITTED})", re.IGNORECASE)) for kind, words in _KINDS]
_MEDIA = re.compile(
    r"<(?:Media omitted|(?:Archivo )?Multimedia omitido|Medien (?:ausgeschlossen|weggelassen)|Médias? omis|Mídia oculta|"
    r"Arquivo de mídia oculto|Media omessi|Media weggelaten|Medya dahil edilmedi|Media tidak disertakan|Без медиафайлов|"
    r"pominięto multimedia|省略多媒体文件|媒體已略去|メディアは含まれていません|미디어 파일을 제외한 내보내기|"
    r"تم استبعاد الوسائط|मीडिया के बिना)>",
    re.IGNORECASE,
)
_FILE = r"[\w .,()&+\u202f-]{1,120}\.(?P<ending>\w{2,5})"
_ATTACHED = re.compile(
    rf"<(?:attached|adjunto|Anhang|pièce jointe|anexado|allegato|bijlage|ekli|terlampir|прикреплено): {_FILE}>"
    rf"|{_FILE.replace('ending', 'ending2')} \((?:file attached|archivo adjunto|Datei angehängt|fichier joint|arquivo anexado|"
    r"file allegato|bestand bijgevoegd|dosya ekli|file terlampir|файл добавлен)\)",
    re.IGNORECASE,
)
_ENDINGS = {
    "photo": "jpg jpeg png heic", "sticker": "webp", "video": "mp4 mov 3gp", "voice message": "opus ogg m4a mp3 aac amr",
    "contact": "vcf", "gif": "gif",
}  # fmt: skip
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_MISSED_CALL = re.compile(
    r"Missed (?:group )?(?:voice|video) call|(?:Llamada|Videollamada) perdida|Verpasster (?:Sprach|Video)anruf",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def is_notice(text: str) -> bool:
    """Whether WhatsApp wrote this line in somebody's name."""
    return len(text) <= _NOTICE_CHARACTERS and bool(_NOTICE.search(_MARKS.sub("", text)))


def spoken(text: str) -> str | None:
    """What a person sent: the text, with media as "[photo]" and the like; None for a deleted message."""
    bare = _MARKS.sub("", text).strip()
    bare = _EDITED.sub("", bare)
    if _DELETED.fullmatch(bare):
        return None
    if found := _ATTACHED.search(bare):
        ending = (found["ending"] or found["ending2"]).lower()
        return _with_caption(f"[{_KIND_OF.get(ending, 'document')}]", bare[: found.start()] + bare[found.end() :])
    if found := _MEDIA.match(bare):
        return _with_caption("[media]", bare[found.end() :])
    first, _, rest = bare.partition("\n")
    for kind, pattern in _OMITTED_KIND:
        if pattern.fullmatch(first) or (kind == "document" and first.endswith(" document omitted")):
            return _with_caption(f"[{kind}]", rest)
    if _MISSED_CALL.match(bare) and len(bare) < 60:
        return "[missed call]"
    return bare


def _with_caption(mark: str, caption: str) -> str:
    return f"{mark} {caption.strip()}".strip()

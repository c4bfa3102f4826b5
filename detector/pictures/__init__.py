"""Pictures of a chat to messages, from pixels to words: what `detector.formats.screenshots` is made of.

`picture` decodes within limits; `regions` finds areas of one colour, `ink` what is written on them, `bubbles` what they
are and on which side; `ocr` reads the words, `lettering` makes them a message's text; `overlap` finds what two pictures
both show; `shots` puts all of it together.
"""

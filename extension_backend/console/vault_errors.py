"""What can be wrong with the encrypted file, in words for a person."""

from __future__ import annotations

from typing import ClassVar

LEAST_PASSPHRASE = 12  # characters


class VaultError(Exception):
    """What a person can be told: what is wrong and what to do next. Never a word of a case.

    `code` is a key of `[errors]` in `prompts/console`, which says the same in other languages.
    """

    code: ClassVar[str]


class VaultLocked(VaultError):
    code = "locked"

    def __init__(self) -> None:
        super().__init__("The cases are locked. Type the passphrase to open them.")


class VaultMissing(VaultError):
    code = "no_case_file"

    def __init__(self) -> None:
        super().__init__("There is no case file yet. Open the console once to choose a passphrase.")


class WrongPassphrase(VaultError):
    code = "wrong_passphrase"

    def __init__(self) -> None:
        super().__init__(
            "This passphrase does not open the cases. Check for Caps Lock and try again. If you are sure of it, the "
            "beginning of the file is damaged: restore a backup."
        )


class WeakPassphrase(VaultError):
    code = "weak_passphrase"

    def __init__(self) -> None:
        super().__init__(f"Choose a passphrase of at least {LEAST_PASSPHRASE} characters, such as four or five words.")


class VaultDamaged(VaultError):
    code = "damaged"

    def __init__(self) -> None:
        super().__init__("The file with the cases is damaged. Keep it, and restore a backup.")


class VaultBusy(VaultError):
    code = "busy"

    def __init__(self) -> None:
        super().__init__("Another program is writing to the cases. Wait until it is done, then try again.")


class VaultThere(VaultError):
    code = "there_already"

    def __init__(self) -> None:
        super().__init__("There is a case file already. Open it with its passphrase.")

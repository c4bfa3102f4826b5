"""The commands of the local server. They parse and call; what they do stands elsewhere."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from extension_backend.clients import Clients
from extension_backend.codes import Codes
from extension_backend.console.vault import restore
from extension_backend.console.vault_errors import VaultError
from extension_backend.database import Database, default_folder
from extension_backend.rows import Rows
from extension_backend.serve import NoFreePortError, serve


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m extension_backend", description="Second Look's local server.")
    top.add_argument("--data", type=Path, default=default_folder(), metavar="DIR", help="data folder (%(default)s)")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("serve", help="serve on this machine only (the default command)")
    run.add_argument("--port", type=int, metavar="N", help="use this port and no other; 0 takes any free one")
    run.add_argument(
        "--lock-after", type=float, default=15, metavar="MIN", help="lock idle cases after so many minutes"
    )
    commands.add_parser("console", help="make a code for the review console of the server that is running")
    commands.add_parser("restore", help="put a backup in the place of the cases").add_argument("file", type=Path)
    commands.add_parser("pair", help="make a pairing code for the server that is running")
    commands.add_parser("clients", help="list the browsers that are paired")
    commands.add_parser("revoke", help="take a browser's access away").add_argument("id", metavar="ID")
    commands.add_parser("forget", help="delete everything that is remembered of chats")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        if given.command in (None, "serve"):
            lock_after_s = 60 * float(getattr(given, "lock_after", 15))
            return serve(given.data, getattr(given, "port", None), lock_after_s)
        database = Database(given.data)
        try:
            return _command(given, database)
        finally:
            database.close()
    except (NoFreePortError, RuntimeError, ValueError, VaultError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1


def _command(given: argparse.Namespace, database: Database) -> int:
    clients = Clients(database)
    if given.command == "pair":
        code = clients.new_code()
        print(f"Pairing code: {code[:3]} {code[3:]}   (good for 2 minutes)")
    elif given.command == "console":
        code = Codes(database).new("console")
        print(f"Code for the review console: {code[:3]} {code[3:]}   (good for 2 minutes)")
    elif given.command == "restore":
        kept = restore(given.data, given.file, getpass("Passphrase of the backup: "))
        print("The backup is in place. Open it in the console with its passphrase.")
        if kept:
            print(f"The cases that were there before are kept in {kept}")
    elif given.command == "clients":
        for client in clients.all():
            paired = time.strftime("%Y-%m-%d %H:%M", time.localtime(client.paired_at))
            print(f"{client.id}  paired {paired}  {client.origin}")
        if not clients.all():
            print("No browser is paired.")
    elif given.command == "revoke":
        if not clients.revoke(given.id):
            print(f"There is no client {given.id}. See: python -m extension_backend clients", file=sys.stderr)
            return 1
        print(f"{given.id} may no longer use Second Look.")
    elif given.command == "forget":
        gone = Rows(database).forget_all()
        print(f"Forgot {gone} {'chat' if gone == 1 else 'chats'}.")
    return 0

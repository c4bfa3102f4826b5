"""The commands of the local server. They parse and call; what they do stands elsewhere."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from extension_backend.clients import Clients
from extension_backend.database import Database, default_folder
from extension_backend.rows import Rows
from extension_backend.serve import NoFreePortError, serve


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m extension_backend", description="Second Look's local server.")
    top.add_argument("--data", type=Path, default=default_folder(), metavar="DIR", help="data folder (%(default)s)")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser("serve", help="serve on this machine only (the default command)")
    run.add_argument("--port", type=int, metavar="N", help="use this port and no other; 0 takes any free one")
    commands.add_parser("pair", help="make a pairing code for the server that is running")
    commands.add_parser("clients", help="list the browsers that are paired")
    commands.add_parser("revoke", help="take a browser's access away").add_argument("id", metavar="ID")
    commands.add_parser("forget", help="delete everything that is remembered of chats")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        if given.command in (None, "serve"):
            return serve(given.data, getattr(given, "port", None))
        database = Database(given.data)
        try:
            return _command(given, database)
        finally:
            database.close()
    except (NoFreePortError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def _command(given: argparse.Namespace, database: Database) -> int:
    clients = Clients(database)
    if given.command == "pair":
        code = clients.new_code()
        print(f"Pairing code: {code[:3]} {code[3:]}   (good for 2 minutes)")
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

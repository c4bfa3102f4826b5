"""Runs a module as `python -m` does, in a process that cannot reach beyond loopback: guarded MODULE ARGUMENT..."""

import runpy
import sys

from tests import loopback

if __name__ == "__main__":
    loopback.refuse_the_rest()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

import sys

try:
    from eval.cli import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed here: `make setup` once, then `.venv-dev/bin/python -m eval`")

sys.exit(main())

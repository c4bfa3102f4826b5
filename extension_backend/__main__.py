import sys

from extension_backend.cli import main

sys.exit(main())

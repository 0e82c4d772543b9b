"""`python -m metastudio` is `metastudio`."""

import sys

from metastudio.cli import main

if __name__ == "__main__":
    sys.exit(main())

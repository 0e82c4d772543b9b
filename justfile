# The daily commands.

run *files:
    bash packaging/bootstrap.sh run {{files}}

test *options:
    bash packaging/bootstrap.sh test {{options}}

lint:
    .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

screenshots:
    .venv/bin/python packaging/screenshots.py

# `peers` is the folder into which other libraries are installed: benchmarks/peers.py --help says how.
bench peers="build/peers":
    .venv/bin/python benchmarks/peers.py --peers {{peers}}
    .venv/bin/python benchmarks/growth.py
    .venv/bin/python benchmarks/window_lateness.py

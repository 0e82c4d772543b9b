# The daily commands.

run *files:
    bash packaging/bootstrap.sh run {{files}}

test *options:
    bash packaging/bootstrap.sh test {{options}}

lint:
    .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

screenshots:
    .venv/bin/python packaging/screenshots.py

bench:
    .venv/bin/python benchmarks/plain_loop_ratio.py
    .venv/bin/python benchmarks/window_lateness.py

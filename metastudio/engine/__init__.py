"""The engine: few-shot learning as a library of its own. No Qt here."""

import os

# Read by OpenMP (libgomp) when torch loads. Its idle threads spin, which is fast on an idle
# machine; but where the window or another program wants the processor, they burn what the others
# wait for, and a training step takes several times as long. A short spin costs little when idle.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")

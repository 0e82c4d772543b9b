"""ANIL: MAML whose inner loop changes the head alone; almost no inner loop.

Raghu, Raghu, Bengio, Vinyals 2020, "Rapid Learning or Feature Reuse? Towards Understanding the
Effectiveness of MAML".
"""

from metastudio.engine.methods.maml import Maml


class Anil(Maml):
    """MAML with a body that all tasks share: its features are computed once (section 4)."""

    body_adapts = False

    def adapts_parameter(self, name: str) -> bool:
        """Tell whether a parameter is the head's."""
        return name.startswith("head.")

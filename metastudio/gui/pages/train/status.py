"""What the Train page says about a run, in words. No widget here."""

from metastudio.engine.events import Ended, Started
from metastudio.gui.language import said
from metastudio.gui.pages.train.pace import Pace, in_words
from metastudio.gui.words import gigabytes, tr


def progress(pace: Pace, device: str) -> tuple[str, str]:
    """Return where a run stands and how fast it goes, and how long it may still take."""
    speed, left = pace.tasks_per_second(), pace.remaining()
    parts = [where(pace)]
    if speed is not None:
        parts.append(tr("{0} tasks/s").format(f"{speed:,.0f}" if speed >= 10 else f"{speed:.1f}"))
    if device:
        parts.append(device)
    return " · ".join(parts), in_words(*left) if left is not None else ""


def where(pace: Pace) -> str:
    """Return the iteration that a run has come to."""
    return tr("Iteration {0} of {1}").format(f"{pace.iteration:,}", f"{pace.iterations:,}")


def plan(started: Started) -> str:
    """Say how a run is worked through."""
    parts = [said(started.message)]
    if started.plan:
        parts.append(tr("Plan: {0}.").format(said(started.plan)))
    if started.memory:
        parts.append(tr("About {0} of memory.").format(gigabytes(started.memory)))
    return "\n".join(parts)


def result(ended: Ended, *, percent: bool) -> str:
    """Say how a run ended, with its best validation score where there is one."""
    iterations = f"{ended.iterations:,}"
    score, half = ended.validation.get("score"), ended.validation.get("ci95", 0.0)
    if ended.outcome == "cancelled":
        return tr("Cancelled after {0} iterations.").format(iterations)
    if score is None:
        return tr("Finished after {0} iterations.").format(iterations)
    if percent:
        return tr("✓ Best validation accuracy {0} % ± {1} after {2} iterations").format(
            f"{100 * score:.1f}", f"{100 * half:.1f}", iterations
        )
    return tr("✓ Best validation error {0} ± {1} after {2} iterations").format(
        f"{score:.3g}", f"{half:.2g}", iterations
    )

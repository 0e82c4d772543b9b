"""A model card: what a checkpoint is, learned from, reaches and can't do, as Markdown.

Mitchell et al. 2019, "Model Cards for Model Reporting". Everything is read from the checkpoint, so
that the card says nothing that was not recorded.
"""

from collections.abc import Iterable

from metastudio.engine.checkpoints import Checkpoint, describe
from metastudio.engine.experiment import settings
from metastudio.engine.methods.method import Method
from metastudio.engine.sections import NETWORKS

NAMED = 12
"""Classes that are listed; of more, the number is told and the first are named."""


def model_card(checkpoint: Checkpoint) -> str:
    """Return the card of a checkpoint."""
    method = checkpoint.method()
    parts = [
        _head(checkpoint, method),
        "## Data\n\n" + _lines(_data(checkpoint)),
        "## Method\n\n" + _lines(_method(checkpoint)),
        "## Scores\n\n" + _lines(_scores(checkpoint)),
        "## Limits\n\n" + _lines(_limits(checkpoint, method)),
        "## Use\n\n" + _use(checkpoint),
    ]
    return "\n\n".join(parts) + "\n"


def _lines(facts: Iterable[str]) -> str:
    return "\n".join(f"- {fact}" for fact in facts)


def _head(checkpoint: Checkpoint, method: Method) -> str:
    e, view = checkpoint.experiment, describe(checkpoint)
    what = (
        f"fits a function from {e.task.shots} points"
        if e.regression
        else "tells classes of pictures apart that it was never trained on, from a few examples "
        "of each"
    )
    count = sum(value.numel() for value in checkpoint.params.values())
    network = NETWORKS.get(e.network.name, e.network.name)
    return (
        f"# {view.title}\n\nThis model {what}. {count:,} parameters, {network}, made with "
        f"MetaStudio {checkpoint.versions.get('metastudio', '?')} and torch "
        f"{checkpoint.versions.get('torch', '?')}."
    )


def _data(checkpoint: Checkpoint) -> Iterable[str]:
    e, transform = checkpoint.experiment, checkpoint.transform
    yield f"Data set: {describe(checkpoint).data}"
    if e.regression:
        return
    yield f"Split of the classes: {e.data.split_file or e.data.split}"
    for split, names in checkpoint.classes.items():
        if not names:
            continue
        first = ", ".join(names[:NAMED])
        rest = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        yield f"{len(names):,} {split} classes: {first}{rest}"
    if not checkpoint.classes:
        yield "Its classes were not recorded"
    if transform is not None:
        size, colours = transform.image_size, "grey" if transform.channels == 1 else "colour"
        how = (
            "drawings, as light ink on dark, padded to a square"
            if transform.ink
            else "the central square of a picture"
        )
        yield f"What the network sees: {size} × {size} pixels, {colours}; {how}"


def _method(checkpoint: Checkpoint) -> Iterable[str]:
    e = checkpoint.experiment
    raw = e.to_dict()
    task = "regression" if e.regression else f"{e.task.ways}-way {e.task.shots}-shot"
    yield f"Trained on {task} tasks, {checkpoint.iteration:,} iterations, seed {e.training.seed}"
    for setting in settings():
        section, _, key = setting.path.partition(".")
        value = raw.get(section, {}).get(key)
        used = (not setting.methods or e.method.name in setting.methods) and (
            not setting.networks or e.network.name in setting.networks
        )
        if section in ("method", "network") and used and value is not None:
            yield f"{setting.label}: {value}"


def _scores(checkpoint: Checkpoint) -> Iterable[str]:
    results, calibration = checkpoint.results, checkpoint.calibration
    score = results.get("score", results.get("accuracy"))
    if score is None:
        yield "No score was recorded"
    elif checkpoint.experiment.regression:
        yield f"Mean squared error on validation tasks: {score:.4f}"
    else:
        within = f" ± {results['ci95']:.1%}" if "ci95" in results else ""
        yield f"Right on validation tasks: {score:.1%}{within}"
    if calibration is None:
        if not checkpoint.experiment.regression:
            yield "Its confidence was never calibrated, and it can't say 'none of these'"
    else:
        error = calibration.quality.get("ece")
        if error is not None:
            yield (
                f"Expected calibration error on validation tasks: {error:.1%} (temperature "
                f"{calibration.temperature:.3g})"
            )
        auroc = calibration.quality.get("auroc")
        if auroc is not None:
            yield f"'None of these' on validation tasks: AUROC {auroc:.3f} by {calibration.score}"
    yield "Test scores: `metastudio evaluate` this file; they are not part of a checkpoint"


def _limits(checkpoint: Checkpoint, method: Method) -> Iterable[str]:
    e = checkpoint.experiment
    if e.regression:
        yield f"Functions other than those of '{e.data.name}' were never seen"
        return
    if method.fixed_head:
        yield f"It tells at most {checkpoint.outputs} classes apart"
    else:
        yield "Any number of classes; beyond those of its training tasks, scores are unknown"
    data = describe(checkpoint).data
    yield f"Pictures unlike those of '{data}' were never seen; its scores say nothing there"
    if checkpoint.transform is not None and checkpoint.transform.ink:
        yield "It is for drawings; colour and shades of photographs are not seen"
    if e.network.normalization == "transductive":
        yield (
            "It was trained with statistics over the queries in hand; answers for single pictures "
            "(the Try page, `classify`) are inductive and score less"
        )
    yield "Its answers are no basis for decisions about people's health, rights or safety"


def _use(checkpoint: Checkpoint) -> str:
    file = checkpoint.path.name if checkpoint.path else "CHECKPOINT"
    if checkpoint.experiment.regression:
        return f"```sh\nmetastudio evaluate {file}\n```"
    return (
        "```sh\n"
        f"metastudio evaluate {file} --episodes 600\n"
        f"metastudio classify {file} --support FOLDER PICTURES\n"
        "```"
    )

"""Several data sets mixed: tasks are dealt from each, as often as its weight says."""

from collections.abc import Callable
from dataclasses import replace

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import REGRESSION_DATA, DataSettings, Experiment
from metastudio.engine.tasks.classes import mixed
from metastudio.engine.tasks.sources import PictureSource, Source

Opener = Callable[[DataSettings], Source]


def open_mixture(data: DataSettings, opened: Opener) -> PictureSource:
    """Open `data.name` and all of `data.mix`, and mix them; a task stays within one data set.

    Pictures go through one transform: where some are coloured, all get three channels. The others
    have their usual split. Raises `ConfigError` where they can't be mixed.
    """
    weights = {data.name: 1.0, **_weights(data)}
    alone = data.model_copy(update={"mix": None})
    every = [alone, *(_like(alone, name) for name in weights if name != data.name)]
    sources = [_pictures(one, opened) for one in every]
    if len({source.transform.channels for source in sources}) > 1:
        coloured = [one.model_copy(update={"colour": "colour"}) for one in every]
        sources = [_pictures(one, opened) for one in coloured]
    first, *others = sources
    titles = [source.card.title for source in sources]
    named = dict(zip(weights, sources, strict=True))
    return replace(
        first,
        card=replace(
            first.card,
            title=" + ".join(titles),
            classes=sum(source.card.classes or 0 for source in sources),
            pictures=sum(source.card.pictures or 0 for source in sources),
        ),
        splits={
            split: mixed(" + ".join(titles), {n: s.splits[split] for n, s in named.items()})
            for split in first.splits
        },
        problems=tuple(p for source in (first, *others) for p in source.problems),
        weights=tuple(weights.items()),
    )


def _weights(data: DataSettings) -> dict[str, float]:
    """Read "glyphs:1, my-photos:0.5"; a name without a weight counts as often as the first."""
    result: dict[str, float] = {}
    for part in (data.mix or "").split(","):
        name, colon, text = part.strip().rpartition(":")
        try:
            weight = float(text) if colon else 1.0
        except ValueError:  # a colon of the name's own
            name, weight = part.strip(), 1.0
        name = name.strip() if colon else text
        if not name or not 0 < weight < float("inf"):
            raise ConfigError(
                f"'{part.strip()}' in data.mix is no data set with a weight above 0. Write names "
                "and weights such as 'glyphs:1, my-photos:0.5'."
            )
        if name in result or name == data.name:
            raise ConfigError(
                f"'{name}' is mixed in twice. Name each data set once; data.name has weight 1."
            )
        result[name] = weight
    return result


def _like(data: DataSettings, name: str) -> DataSettings:
    """Return the settings of another data set, seen through the same transform."""
    if name in REGRESSION_DATA:
        raise _no_pictures(name)
    usual = Experiment().changed({"data.name": name}).data
    kept = ("image_size", "colour", "drift", "sittings_file", "sittings_column")
    return usual.model_copy(update={key: getattr(data, key) for key in kept})


def _pictures(data: DataSettings, opened: Opener) -> PictureSource:
    source = opened(data)
    inputs = isinstance(source, PictureSource) and source.splits["train"].inputs is not None
    if not isinstance(source, PictureSource) or inputs:
        raise _no_pictures(data.name)
    return source


def _no_pictures(name: str) -> ConfigError:
    return ConfigError(
        f"'{name}' deals no pictures, so it can't be mixed with data sets that do. Leave it out "
        "of data.mix."
    )

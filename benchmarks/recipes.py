"""The rows of `reproduce.py`: what is trained, for how long, and what is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VINYALS = {
    "data.name": "omniglot",
    "data.split_file": "$METASTUDIO_TEST_DATA/splits/omniglot_vinyals",
    "data.rotations": "true",
}
"""1,028 / 172 / 423 characters, each with its rotations: the split of ProtoNet and torchmeta."""


@dataclass(frozen=True)
class Test:
    """One evaluation. `published` is quoted, `goal` the least that we ask for, both in words."""

    name: str
    published: str
    goal: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    episodes: int = 600
    seed: int = 1
    steps: tuple[int, ...] = ()
    """For functions: the numbers of inner steps after which the error is told."""

    def value(self, found: Mapping[str, Any]) -> str:
        """Return the figure with its interval, in the words of the table."""
        if self.steps:
            at = [found["steps"].index(step) for step in self.steps]
            errors = (f"{found['mse'][i]:.2f} ± {found['ci95'][i]:.2f}" for i in at)
            return " / ".join(errors)
        inductive = percent(found["inductive"])
        if found["transductive"] is None:
            return inductive
        return f"{inductive} inductive, {percent(found['transductive'])} transductive"


def percent(reading: Mapping[str, float]) -> str:
    return f"{100 * reading['accuracy']:.1f} ± {100 * reading['ci95']:.1f}"


@dataclass(frozen=True)
class Recipe:
    """One model: a preset, what is changed in it, and the minutes that it may train."""

    name: str
    title: str
    source: str
    preset: str
    minutes: float
    tests: tuple[Test, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    imports: Mapping[str, str] = field(default_factory=dict)
    """Data sets that are imported first, each with its archive."""

    @property
    def built_in(self) -> bool:
        """Whether nothing is trained: `preset` is then the name of a built-in model."""
        return self.minutes == 0


def few_shot(
    ways: int, shots: int, published: str, goal: str, episodes: int = 600, **more: Any
) -> Test:
    """Ask for so many ways and shots, with 15 queries a class."""
    settings = {"task.ways": ways, "task.shots": shots, "task.queries": 15}
    settings |= {key.replace("__", "."): value for key, value in more.items()}
    return Test(f"{ways}-way {shots}-shot", published, goal, settings, episodes)


HALVED = {"training.halving_interval": 2000}


def in_a_quarter(
    method: str, title: str, source: str, published: str, goal: str, **settings: Any
) -> Recipe:
    """Train a method's own preset on 5-way 1-shot Omniglot for a quarter of an hour."""
    return Recipe(
        name=f"omniglot-{method}",
        title=f"{title}, Omniglot",
        source=source,
        preset=f"omniglot-{method}",
        minutes=15,
        tests=(few_shot(5, 1, published, goal),),
        settings={**VINYALS, "training.iterations": 100000, **settings},
    )


def photographs(name: str, title: str, archive: str, split: str, one: str, five: str) -> Recipe:
    """Test frozen ImageNet features with nearest prototypes; nothing is trained."""
    test = {"data__name": name, "data__split_file": split}
    return Recipe(
        name=f"{name}-pretrained",
        title=title,
        source="–",
        preset="efficientnet-lite0",
        minutes=0,
        tests=(few_shot(5, 1, "–", one, **test), few_shot(5, 5, "–", five, **test)),
        imports={name: f"$METASTUDIO_TEST_DATA/{archive}"},
    )


SNELL = "Snell et al. 2017"
FINN = "Finn et al. 2017"

RECIPES = (
    Recipe(
        "sinusoid-maml", "MAML, sinusoids", FINN, "sinusoid-maml-finn2017", 30,
        (
            Test(
                "5 points, error after 1 / 5 / 10 steps", "0.67 / 0.38 / 0.35",
                "0.75 / 0.45 / 0.40", {"task.shots": 5, "task.queries": 100}, steps=(1, 5, 10),
            ),
        ),
    ),
    Recipe(
        "omniglot-protonet-1shot", "ProtoNet, Omniglot", SNELL, "omniglot-protonet-snell2017", 30,
        (few_shot(5, 1, "98.8", "97.5", 1000), few_shot(20, 1, "96.0", "92", 1000)),
        VINYALS,
    ),
    Recipe(
        "omniglot-protonet-5shot", "ProtoNet, Omniglot", SNELL, "omniglot-protonet-snell2017", 30,
        (few_shot(5, 5, "99.7", "99.2", 1000), few_shot(20, 5, "98.9", "97.5", 1000)),
        {**VINYALS, "task.shots": 5},
    ),
    Recipe(
        "omniglot-maml", "MAML, Omniglot", FINN, "omniglot-maml", 40,
        (few_shot(5, 1, "98.7 ± 0.4", "96"),),
        {
            **VINYALS, "network.normalization": "transductive", "training.iterations": 100000,
            "training.outer_lr_decay": "halving", "training.halving_interval": 4000,
        },
    ),
    Recipe(
        "omniglot-maml-first-order", "First-order MAML, Omniglot", "Nichol et al. 2018",
        "omniglot-maml-first-order", 20,
        (few_shot(5, 1, "98.3 transductive", "94"),), {**VINYALS, "training.iterations": 22000},
    ),
    Recipe(
        "omniglot-anil", "ANIL, Omniglot", "Raghu et al. 2020", "omniglot-anil", 20,
        (few_shot(5, 1, "–", "94"),), {**VINYALS, "training.iterations": 100000},
    ),
    Recipe(
        "omniglot-meta-sgd", "Meta-SGD, Omniglot", "Li et al. 2017", "omniglot-meta-sgd", 15,
        (few_shot(5, 1, "99.5 ± 0.3", "95"),),
        {**VINYALS, "network.normalization": "transductive", "training.iterations": 100000},
    ),
    Recipe(
        "omniglot-transfer", "Baseline, Omniglot", "Chen et al. 2019", "omniglot-transfer", 15,
        (few_shot(5, 1, "–", "90"),), {**VINYALS, "training.iterations": 100000},
    ),
    Recipe(
        "omniglot-reptile", "Reptile, Omniglot", "Nichol et al. 2018", "omniglot-reptile", 20,
        (
            Test(
                "5-way 1-shot, 1 query a class as published",
                "95.4 inductive, 97.7 transductive",
                "92",
                {"task.ways": 5, "task.shots": 1, "task.queries": 1},
            ),
            few_shot(5, 1, "–", "92"),
        ),
        {**VINYALS, "training.iterations": 5500},
    ),
    in_a_quarter("relationnet", "RelationNet", "Sung et al. 2018", "99.6", "95", **HALVED),
    in_a_quarter("protonet-lstm", "ProtoNet with LSTM", SNELL, "–", "85", **HALVED),
    in_a_quarter("protonet-vit", "ProtoNet with ViT", SNELL, "–", "85", **HALVED),
    in_a_quarter("matchingnet", "MatchingNet", "Vinyals et al. 2016", "98.1", "95", **HALVED),
    in_a_quarter("r2d2", "R2D2", "Bertinetto et al. 2019", "98.6", "95", **HALVED),
    in_a_quarter("proto-maml", "Proto-MAML", "Triantafillou et al. 2020", "–", "95"),
    in_a_quarter("baseline-plus-plus", "Baseline++", "Chen et al. 2019", "–", "90"),
    in_a_quarter("simpleshot", "SimpleShot", "Wang et al. 2019", "–", "90"),
    Recipe(
        "omniglot-protonet-lake", "ProtoNet, 30 background alphabets", "Lake et al. 2019",
        "omniglot-protonet", 15,
        (
            few_shot(
                20, 1, "86.3 (error 13.7)", "80 (error 20)", 1000,
                data__rotations="false", task__within_group="true",
            ),
        ),
        {
            "task.training_ways": 60, "training.iterations": 100000,
            "training.halving_interval": 2000,
        },
    ),
    photographs(
        "grocery", "EfficientNet-Lite0, frozen, grocery photographs", "grocery/grocery_84.zip",
        "$METASTUDIO_TEST_DATA/grocery/splits.json", "73", "88",
    ),
    photographs(
        "redcells", "EfficientNet-Lite0, frozen, red blood cells",
        "chula_rbc12/chula_rbc12_64.zip", "$BENCHMARKS/red_cells_unseen.json", "38", "52",
    ),
)  # fmt: skip
"""In order; the lake row is 20-way within one alphabet of the evaluation set."""

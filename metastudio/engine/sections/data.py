"""Where tasks come from, and what one looks like."""

from typing import Literal

from metastudio.engine.sections.names import METRIC
from metastudio.engine.sections.section import Section, setting


class DataSettings(Section):
    """Where tasks come from."""

    name: str = setting(
        "glyphs",
        "Data set",
        "Name of a data set in the catalogue, or a folder with one sub-folder per class.",
        min_length=1,
    )
    mix: str | None = setting(
        None,
        "Mixed with",
        "Other data sets to deal tasks from, too, each with how often for one task of the first: "
        "'glyphs:1, my-photos:0.5'. They have their usual splits.",
        min_length=1,
        advanced=True,
    )
    split: str = setting(
        "random",
        "Split",
        "How classes are divided into training, validation and test: 'published' as the data set "
        "is known for or comes with, 'random', 'group' by whole groups; 'sittings' divides the "
        "pictures, by whole smears, patients or cameras, with every class on every side. Omniglot "
        "also has 'background-evaluation' (Lake's 30 and 20 alphabets).",
    )
    split_seed: int = setting(
        0,
        "Split seed",
        "Draws another random division of classes or groups. The seed of the training changes "
        "none, so that runs stay comparable.",
        advanced=True,
        ge=0,
    )
    split_file: str | None = setting(
        None,
        "Split file",
        "A file, or a folder of train/val/test files, that lists the classes of each split. "
        "It takes the place of the split above.",
        min_length=1,
        advanced=True,
    )
    rotations: bool = setting(
        False,
        "Rotations as classes",
        "Count each class turned by 90°, 180° and 270° as a class of its own; usual on Omniglot.",
        advanced=True,
    )
    image_size: int = setting(
        28,
        "Picture size",
        "Height and width that the network sees. 28 is usual for drawings, 84 for photographs; "
        "time and memory grow with its square.",
        unit="px",
        ge=8,
        le=256,
    )
    colour: Literal["auto", "grey", "colour"] = setting(
        "auto",
        "Colour",
        "Whether the network sees one grey channel or three colours; 'auto' looks at the pictures.",
        advanced=True,
    )
    sittings_file: str | None = setting(
        None,
        "Sittings file",
        "A CSV file that says of each picture where or when it was taken: a smear, a patient, a "
        "camera. Its first column names the files.",
        min_length=1,
        advanced=True,
    )
    sittings_column: str | None = setting(
        None,
        "Sittings column",
        "The column of that file that holds the sitting; needed where there are several.",
        min_length=1,
        advanced=True,
    )
    task_column: str | None = setting(
        None,
        "Task column",
        "Of a table: the column that says to which task a row belongs, such as a user, a robot's "
        "payload or a patient.",
        min_length=1,
        advanced=True,
    )
    target_column: str | None = setting(
        None,
        "Target column",
        "Of a table: the column that is to be predicted.",
        min_length=1,
        advanced=True,
    )
    target_kind: Literal["value", "class"] = setting(
        "value",
        "Target kind",
        "Of a table: whether the target is a number to predict, or a class to tell from others. "
        "Numbers are standardised: an error of 1 is what guessing their mean gets.",
        advanced=True,
    )
    input_columns: str | None = setting(
        None,
        "Input columns",
        "Of a table: the columns to predict from, parted by commas. Left open: all others, which "
        "then must hold numbers.",
        min_length=1,
        advanced=True,
    )
    drift: Literal["none", "classes", "rotation", "parameters"] = setting(
        "none",
        "Drift",
        "What moves from the beginning of a run to its end: the window of classes that are dealt; "
        "the angle at which pictures stand, up to 180°; for functions the window of their "
        "parameters. Validation and test look at the whole stream.",
        advanced=True,
    )
    augment_rotation: float = setting(
        0.0,
        "Turn",
        "While training, turn each task as a whole by up to so many degrees either way. 180 where "
        "there is no up, as in cells or seen from above; 10 for handwriting.",
        unit="°",
        advanced=True,
        ge=0,
        le=180,
    )
    augment_flip: bool = setting(
        False,
        "Mirror",
        "While training, mirror every other task as a whole, left to right.",
        advanced=True,
    )
    augment_crop: float = setting(
        0.0,
        "Crop",
        "While training, show of each picture a part, smaller by up to this share of its side, at "
        "any place. 0.2 is usual for photographs.",
        advanced=True,
        ge=0,
        le=0.9,
    )
    augment_colour: float = setting(
        0.0,
        "Tint",
        "While training, change brightness, contrast and the weights of the colours of each "
        "picture by up to this share. 0.4 is usual for photographs.",
        advanced=True,
        ge=0,
        le=1,
    )


class TaskSettings(Section):
    """What one episode looks like."""

    @property
    def title(self) -> str:
        """The size of a task in the field's words: "5-way 1-shot"."""
        if self.sizes == "variable":
            return "variable way and shot"
        return f"{self.ways}-way {self.shots}-shot"

    ways: int = setting(
        5, "Ways", "Classes in a task. More ways make it harder; 5 and 20 are usual.", ge=2, le=500
    )
    shots: int = setting(1, "Shots", "Support pictures per class. 1 and 5 are usual.", ge=1, le=500)
    queries: int = setting(
        5,
        "Queries",
        "Query pictures per class, on which a task is scored. With transductive normalisation "
        "this changes the score.",
        ge=1,
        le=500,
    )
    sizes: Literal["fixed", "variable"] = setting(
        "fixed",
        "Sizes of tasks",
        "'fixed': every task has the ways, shots and queries above. 'variable': 5 to 50 ways "
        "and uneven shots, anew for every task (Triantafillou et al. 2020, section 3.2).",
        advanced=True,
    )
    within_group: bool = setting(
        False,
        "Within one group",
        "Deal the classes of a task from one group, such as twenty characters of one alphabet: "
        "harder, and how people were tested on Omniglot (Lake et al. 2015).",
        advanced=True,
    )
    disjoint_sittings: bool = setting(
        False,
        "Sittings apart",
        "Ask no query from a sitting (a smear, a patient) of which a picture is in the support "
        "set, so that its light and stain can't help. The sittings file says which is which.",
        advanced=True,
    )
    training_ways: int | None = setting(
        None,
        "Training ways",
        "Ways of the training episodes where they differ from the test: ProtoNet gains from "
        "20 to 60 (Snell et al. 2017).",
        methods=METRIC,
        advanced=True,
        ge=2,
        le=500,
    )

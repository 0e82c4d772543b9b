"""The front door: one parser for the window and for everything that it can do without one.

Importing this package imports neither torch nor Qt; each command imports what it needs.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import metastudio
from metastudio.engine.errors import ConfigError, MetaStudioError

FAILED, BAD_USAGE = 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one sentence.

    `rest` names the list that takes paths wherever they stand: argparse lets one that may be empty
    end at the first option.
    """

    rest = ""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, and give what is left over to `rest`, unless it looks like an option."""
        options, left = super().parse_known_args(args, namespace)
        if self.rest and not any(each.startswith("-") for each in left):
            setattr(options, self.rest, [*getattr(options, self.rest), *map(Path, left)])
            left = []
        return options, left

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is; exit with 2."""
        self.exit(BAD_USAGE, f"{self.prog}: {message}. See `{self.prog} --help`.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 (failed) or 2 (bad usage). Without a command: the window."""
    for stream in (sys.stdout, sys.stderr):  # file names need not be UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = build_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], dict[str, Any] | int | None] = options.run
    try:
        result = run(options)
    except MetaStudioError as error:
        print(str(error), file=sys.stderr)
        return BAD_USAGE if isinstance(error, ConfigError) else FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # `metastudio … | head`
        sys.stderr.close()
        return FAILED
    except Exception as error:
        if os.environ.get("METASTUDIO_DEBUG"):
            raise
        print(
            f"This is a mistake in MetaStudio ({type(error).__name__}: {error}). "
            "METASTUDIO_DEBUG=1 shows where it happened.",
            file=sys.stderr,
        )
        return FAILED
    if isinstance(result, int):
        return result
    if result is not None and getattr(options, "json", False):
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return 0


def build_parser() -> Parser:
    """Build the parser; each command's `run` imports its own module late."""
    parser = Parser("metastudio", description=metastudio.__doc__, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=metastudio.__version__)
    parser.set_defaults(run=_gui, files=[])
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_strict)
    _add_gui(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_compare(commands)
    _add_advise(commands)
    _add_classify(commands)
    _add_card(commands)
    _add_data(commands)
    _add_listings(commands)
    _add_runs(commands)
    return parser


def _strict(**options: Any) -> Parser:
    return Parser(**{**options, "allow_abbrev": False})


def _add_gui(commands: Any) -> None:
    gui = commands.add_parser("gui", help="open the window", description="Open the window.")
    gui.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="a checkpoint, an experiment, a run, a folder of pictures or an archive to open",
    )
    gui.set_defaults(run=_gui)


def _add_train(commands: Any) -> None:
    train = commands.add_parser(
        "train", help="train a model", description="Train, and keep everything in a run folder."
    )
    train.add_argument("experiment", nargs="?", type=Path, metavar="EXPERIMENT.toml")
    train.add_argument(
        "--preset", metavar="NAME", help="start from a preset (`presets` lists them)"
    )
    _add_settings(train)
    train.add_argument("--runs", type=Path, metavar="DIR", help="where run folders are made")
    train.add_argument(
        "--resume", type=Path, metavar="RUN",
        help="go on with a run; with --set training.iterations=N for longer than it was planned",
    )  # fmt: skip
    train.add_argument(
        "--replay", type=Path, metavar="RUN",
        help="train a run anew, α and β changed where they were: the same numbers",
    )  # fmt: skip
    train.add_argument(
        "--estimate",
        action="store_true",
        help="say how much memory a run would take, and train nothing",
    )
    train.add_argument("--device", choices=["auto", "cpu", "cuda", "mps"])
    _add_json(train)
    train.set_defaults(run=_lazily("train", "train"))


def _add_evaluate(commands: Any) -> None:
    evaluate = commands.add_parser(
        "evaluate", help="score a checkpoint", description="Score a checkpoint on test episodes."
    )
    evaluate.add_argument("checkpoint", type=Path, metavar="CHECKPOINT|RUN")
    _add_episodes(evaluate)
    evaluate.set_defaults(run=_lazily("use", "evaluate"))


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser(
        "compare",
        help="compare checkpoints on the same episodes",
        description="Score checkpoints on the same episodes, and the paired difference of each "
        "to the first with its 95 %% interval.",
    )
    compare.add_argument("first", type=Path, metavar="CHECKPOINT|RUN")
    compare.add_argument("others", type=Path, nargs="+", metavar="CHECKPOINT|RUN")
    _add_episodes(compare)
    compare.set_defaults(run=_lazily("use", "compare"))


def _add_advise(commands: Any) -> None:
    advise = commands.add_parser(
        "advise",
        help="find out which method suits your pictures",
        description="Train ProtoNet, MAML and Transfer for the same time on your pictures, score "
        "them on the same tasks of unseen classes, and rank them.",
    )
    advise.add_argument("data", type=Path, metavar="FOLDER|ARCHIVE|NAME")
    advise.add_argument("--ways", type=int, default=5, metavar="N", help="at most; default 5")
    advise.add_argument("--shots", type=int, default=1, metavar="N", help="default 1")
    advise.add_argument(
        "--seconds", type=float, default=60.0, metavar="S", help="of training each; default 60"
    )
    advise.add_argument("--episodes", type=int, default=600, metavar="N", help="default 600")
    advise.add_argument("--seed", type=int, default=0, metavar="N")
    advise.add_argument("--split-file", type=Path, metavar="FILE", help="which classes are tested")
    _add_json(advise)
    advise.set_defaults(run=_lazily("advise", "advise"))


def _add_episodes(parser: Parser) -> None:
    _add_settings(parser)
    parser.add_argument("--episodes", type=int, default=600, metavar="N", help="default 600")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the episodes")
    parser.add_argument("--split", choices=["train", "validation", "test"], default="test")
    _add_json(parser)


def _add_classify(commands: Any) -> None:
    classify = commands.add_parser(
        "classify",
        help="classify pictures by a few examples",
        description="Learn classes from a few examples of each, and classify pictures. In place "
        "of a checkpoint's path, `omniglot` takes the bundled model for drawings and "
        "`efficientnet-lite0` the one for photographs.",
    )
    classify.add_argument("checkpoint", type=Path, metavar="CHECKPOINT|NAME")
    classify.add_argument(
        "--support",
        type=Path,
        required=True,
        metavar="FOLDER|SET",
        help="a folder with one sub-folder per class, or a class set (folder or zip)",
    )
    classify.add_argument("--steps", type=int, metavar="N", help="inner steps on the support set")
    classify.add_argument("--csv", type=Path, metavar="FILE", help="write the answers to a table")
    classify.add_argument("--answers", type=Path, metavar="FILE", help="write the answers as JSON")
    classify.add_argument(
        "--export", type=Path, metavar="FILE.onnx", help="write the classifier, to run anywhere"
    )
    classify.add_argument(
        "--save-set", type=Path, metavar="FOLDER|ZIP", help="keep the examples as a class set"
    )
    classify.add_argument("pictures", nargs="*", type=Path, metavar="PICTURE|FOLDER")
    classify.rest = "pictures"
    _add_json(classify)
    classify.set_defaults(run=_lazily("classify", "classify"))


def _add_card(commands: Any) -> None:
    card = commands.add_parser(
        "card",
        help="tell all that is known about a checkpoint",
        description="Print a checkpoint's model card: data, split, method, scores, limits.",
    )
    card.add_argument("checkpoint", type=Path, metavar="CHECKPOINT|NAME")
    card.add_argument("--output", type=Path, metavar="FILE.md", help="default: standard output")
    card.set_defaults(run=_lazily("classify", "card"))
    _add_json(card)


def _add_data(commands: Any) -> None:
    data = commands.add_parser("data", help="list, show, import and download data sets")
    data.set_defaults(run=_lazily("data", "data_list"), json=False)
    actions = data.add_subparsers(metavar="ACTION", parser_class=_strict)
    listing = actions.add_parser("list", help="all data sets")
    listing.set_defaults(run=_lazily("data", "data_list"))
    show = actions.add_parser("show", help="classes and splits of one")
    show.add_argument("name", metavar="NAME|FOLDER")
    _add_settings(show)
    show.set_defaults(run=_lazily("data", "data_show"))
    check = actions.add_parser("check", help="look through a folder of pictures for problems")
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.set_defaults(run=_lazily("data", "data_check"))
    imported = actions.add_parser("import", help="add a data set from archives or folders")
    imported.add_argument("name", metavar="NAME")
    imported.add_argument("archives", nargs="+", type=Path, metavar="ARCHIVE")
    imported.add_argument(
        "--mend",
        action="store_true",
        help="leave out and merge what `check` finds; touches no file",
    )
    imported.add_argument(
        "--sittings",
        default="",
        metavar="COLUMN",
        help="the column of a CSV file among ARCHIVE… that says of each picture where it was taken "
        "(a smear, a patient, a camera): offers data.split=sittings",
    )
    for option, words in (
        ("task", "says to which task a row belongs"),
        ("target", "is to be predicted"),
    ):
        imported.add_argument(
            f"--{option}-column",
            default="",
            metavar="COLUMN",
            help=f"of a table: the column that {words}",
        )
    imported.add_argument(
        "--target-kind", choices=("value", "class"), default="", help="of a table: what it is"
    )
    imported.add_argument(
        "--input-columns", default="", metavar="A,B", help="of a table: what to predict from"
    )
    imported.set_defaults(run=_lazily("data", "data_import"))
    download = actions.add_parser("download", help="fetch a published data set from its owner")
    download.add_argument("name", metavar="NAME")
    download.add_argument(
        "--mirror", default="", metavar="URL",
        help="fetch from here, where files lie as NAME/FILE; default: METASTUDIO_MIRROR, "
        "or their owner",
    )  # fmt: skip
    download.set_defaults(run=_lazily("data", "data_download"))
    for action in (listing, show, check, imported, download):
        _add_json(action)


def _add_listings(commands: Any) -> None:
    presets = commands.add_parser("presets", help="list the presets")
    presets.set_defaults(run=_lazily("listings", "presets"))
    doctor = commands.add_parser("doctor", help="say what works on this machine, and what does not")
    doctor.set_defaults(run=_lazily("listings", "doctor"))
    for action in (presets, doctor):
        _add_json(action)


def _add_runs(commands: Any) -> None:
    runs = commands.add_parser("runs", help="list, show, export, report and label runs")
    runs.set_defaults(run=_lazily("runs", "list_all"), json=False)
    actions = runs.add_subparsers(metavar="ACTION", parser_class=_strict)

    def add(name: str, function: str, help: str, argument: str = "") -> Parser:
        action: Parser = actions.add_parser(name, help=help)
        action.set_defaults(run=_lazily("runs", function))
        if argument:
            many = argument == "names"
            action.add_argument(argument, metavar="RUN", nargs="+" if many else None)
        _add_json(action)
        return action

    listing = add("list", "list_all", "all runs, the newest first")
    listing.add_argument("--filter", metavar="WORDS", help="those that have all of these words")
    listing.add_argument("--starred", action="store_true", help="those with a star")
    add("show", "show", "one run", "name")
    export = add("export", "export", "what runs recorded, complete, for other programs", "names")
    export.add_argument("--format", choices=["csv", "json", "tensorboard"], default="csv")
    export.add_argument(
        "-o", "--output", type=Path, metavar="FILE|FOLDER", help="default: standard output"
    )
    report = add("report", "report", "one HTML file, or a PDF, that tells of runs", "names")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html|FILE.pdf")
    report.add_argument("--title", help="above the report")
    label = add("label", "label", "give a run a title, a star, tags or a note", "name")
    label.add_argument("--title", help="shown in place of its own")
    label.add_argument("--star", action=argparse.BooleanOptionalAction)
    label.add_argument("--tag", action="append", help="add a tag")
    label.add_argument("--untag", action="append", help="take a tag away")
    label.add_argument("--note")
    add("delete", "delete", "move runs to the bin", "names")
    add("restore", "restore", "take runs out of the bin", "names")
    add("empty-bin", "clear_bin", "delete for good what is in the bin")


def _add_settings(parser: Parser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="KEY=VALUE",
        help="change a setting, for instance method.inner_lr=0.1",
    )


def _add_json(parser: Parser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object as the last line"
    )


def _lazily(module: str, function: str) -> Callable[[argparse.Namespace], Any]:
    def run(options: argparse.Namespace) -> Any:
        from importlib import import_module

        return getattr(import_module(f"metastudio.cli.{module}"), function)(options)

    return run


def _gui(options: argparse.Namespace) -> int:
    from metastudio.gui.application import run

    return run(list(options.files))

from pathlib import Path

import numpy as np
import pytest
import torch

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks import catalog
from metastudio.engine.tasks.catalog import check_fits, deal, open_source
from metastudio.engine.tasks.sources import FunctionSource, PictureSource
from metastudio.engine.tasks.table_tasks import TableFamily
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace


def written(folder: Path, *rows: str, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def users(tasks: int = 10, rows: int = 6) -> list[str]:
    """Rows whose target is 100·user + a·10 + b, so that each tells whence it came."""
    body = [
        f"u{u},{a},{b},{100 * u + 10 * a + b},{'yes' if (a + b) % 2 else 'no'}"
        for a in range(rows)
        for b in (1, 4)
        for u in range(tasks)
    ]
    return ["user,a,b,score,liked", *body]


def experiment(file: Path, **data: object) -> Experiment:
    named = {"task_column": "user", "target_column": "score", "input_columns": "a, b", **data}
    kind = "class" if data.get("target_kind") == "class" else "value"
    method = "protonet" if kind == "class" else "maml"
    return Experiment().changed(
        {
            "data.name": str(file),
            "method.name": method,
            **{f"data.{key}": value for key, value in named.items()},
        }
    )


def opened(file: Path, **data: object):
    return open_source(experiment(file, **data).data, Workspace.default())


def test_rows_become_functions_of_one_task_each_standardised_by_the_training_tasks(
    tmp_path: Path,
) -> None:
    source = opened(written(tmp_path, *users()))
    assert isinstance(source, FunctionSource) and isinstance(source.family, TableFamily)
    family = source.family
    train_rows = np.concatenate(
        [np.arange(*family.table.starts[t : t + 2]) for t in family.splits["train"]]
    )
    score = family.table.y
    mean, spread = score[train_rows].mean(), score[train_rows].std()
    e = experiment(written(tmp_path, *users())).changed({"task.shots": 3, "task.queries": 4})
    seen = set()
    for split in ("train", "validation", "test"):
        episode = source.sampler(split, e.task, 0).draw(0, 40)
        assert episode.support.x.shape == (40, 3, 2) and episode.query.y.shape == (40, 4, 1)
        y = torch.cat([episode.support.y, episode.query.y], 1)[..., 0].double() * spread + mean
        owners = (y.round() // 100).long()
        assert (owners == owners[:, :1]).all()  # all rows of a task are of one user
        assert all(len(set(row)) == 7 for row in y.round().tolist())  # no row twice
        dealt = {f"u{user}" for user in owners[:, 0].tolist()}
        assert dealt == {family.table.tasks[t] for t in family.splits[split]}
        assert not seen & dealt
        seen |= dealt
    assert len(seen) == 10


def test_a_class_target_makes_classes_that_are_told_apart_within_their_task(tmp_path: Path) -> None:
    file = written(tmp_path, *users())
    source = opened(file, target_column="liked", target_kind="class")
    assert isinstance(source, PictureSource)
    assert source.splits["train"].shape == (2,) and source.splits["train"].images.shape[1] == 1
    e = experiment(file, target_column="liked", target_kind="class")
    task = e.task.model_copy(update={"ways": 2, "shots": 2, "queries": 3})
    episode = source.sampler("train", task, 0).draw(0, 30)
    classes = source.splits["train"]
    for chosen, y, pictures in zip(
        episode.classes, episode.query.y, episode.query_pictures, strict=True
    ):
        assert len({classes.groups[c] for c in chosen.tolist()}) == 1
        assert torch.equal(classes.labels()[pictures], chosen[y])


@pytest.mark.parametrize(
    ("settings", "score"), [({}, "error"), ({"data.target_kind": "class"}, "accuracy")]
)
def test_a_table_is_trained_on_like_any_other_data(
    tmp_path: Path, settings: dict[str, object], score: str
) -> None:
    file = written(tmp_path, *users())
    kind = settings.get("data.target_kind", "value")
    e = experiment(file, target_kind=kind, target_column="score" if kind == "value" else "liked")
    e = e.changed(
        {
            "task.ways": 2, "task.shots": 2, "task.queries": 2, "training.iterations": 3,
            "training.validation_every": 3, "training.validation_tasks": 4,
            "training.threads": 1, "training.chunk": 1,
        }
    )  # fmt: skip
    started, *_, ended = train(e)
    assert started.score_name == score and ended.checkpoint.is_file()
    assert len(deal(e, open_source(e.data, Workspace.default()), "test", 0).split) == 4


def test_the_table_that_is_shipped_is_what_its_generator_makes() -> None:
    import importlib.util

    path = Path(__file__).parents[2] / "packaging" / "make_tables.py"
    spec = importlib.util.spec_from_file_location("make_tables", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    table = path.parents[1] / "resources" / "samples" / "tables" / "robot-payloads.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [",".join(row) for row in module.rows()]
    e = Experiment().changed({"data.name": "robot-payloads", "method.name": "maml"})
    assert e.regression and e.network.name == "mlp" and e.data.target_column == "torque"
    check_fits(e, open_source(e.data, Workspace.default()))


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    heading, *body = [row.split(",") for row in users()]
    columns = dict(zip(heading, zip(*body, strict=True), strict=True))
    numeric = {n: [float(v) for v in columns[n]] for n in ("a", "b", "score")}
    parquet.write_table(
        pyarrow.table({"user": list(columns["user"]), **numeric}), tmp_path / "t.parquet"
    )
    from_csv = opened(written(tmp_path, *users())).family
    from_parquet = opened(tmp_path / "t.parquet").family
    assert np.array_equal(from_csv.x, from_parquet.x)
    assert np.array_equal(from_csv.y, from_parquet.y)
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "t.parquet").read_bytes()[:200])
    with pytest.raises(DataError, match="no whole Parquet file"):
        opened(tmp_path / "cut.parquet")


def replaced(row: int, text: str) -> list[str]:
    rows = users()
    rows[row - 1] = text
    return rows


@pytest.mark.parametrize(
    ("rows", "data", "message"),
    [
        (users(), {"task_column": "client"}, "no column 'client'.*'user', 'a', 'b', 'score'"),
        (users(), {"input_columns": "a, z"}, "no column 'z'"),
        (users(), {"input_columns": "a, score"}, "'score' is the task or the target"),
        (replaced(5, "u1,2,nan,3,no"), {}, "Row 5 of table.csv has 'nan' in the column 'b'"),
        (replaced(5, "u1,2,,3,no"), {}, "Row 5 of table.csv has '' in the column 'b'"),
        (replaced(7, "u1,x,2,3,no"), {}, "Row 7 of table.csv has 'x' in the column 'a'"),
        (replaced(9, ",1,2,3,no"), {}, "Row 9 of table.csv has nothing in the column 'user'"),
        (replaced(9, "u1,1,2"), {}, "Row 9 of table.csv has 3 values, but .* 5 columns"),
        (users(), {"input_columns": None}, "Row 2 of table.csv has 'yes'|'no' in the column"),
        (users(2), {}, "has 2 tasks in its column 'user'.* need 3"),
        (["user,a,a", "1,2,3"], {}, "two columns 'a'"),
        (["user,a,b,score"], {}, "has no rows"),
        (["user,a,b,score", *[f"u{i},1,{i},7" for i in range(9)]], {}, "is 7 in every row"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence_with_the_place(
    tmp_path: Path, rows: list[str], data: dict[str, object], message: str
) -> None:
    with pytest.raises((DataError, ConfigError), match=message):
        opened(written(tmp_path, *rows), **data)


def test_a_task_with_one_row_is_told_and_never_dealt(tmp_path: Path) -> None:
    file = written(tmp_path, *users(), "lonely,1,1,5,no")
    source = opened(file)
    assert "1 of 11 tasks have one row only ('lonely')" in source.problems[0]
    many = experiment(file).changed({"task.shots": 10, "task.queries": 10})
    with pytest.raises(ConfigError, match=r"need 20 rows, but none of .*'u\d' has the most, 12"):
        check_fits(many, source)


def test_what_needs_pictures_is_refused_for_a_table(tmp_path: Path) -> None:
    e = experiment(written(tmp_path, *users()))
    with pytest.raises(ConfigError, match=r"network\.name to 'mlp'"):
        e.changed({"network.name": "conv4"})
    with pytest.raises(ConfigError, match="can't drift"):
        e.changed({"data.drift": "parameters"})
    with pytest.raises(ConfigError, match=r"Only pictures can be mixed"):
        e.changed({"data.mix": "glyphs"})


def test_an_imported_table_is_a_data_set_by_the_name_of_its_file(tmp_path: Path) -> None:
    workspace, file = Workspace.default(), written(tmp_path, *users(), name="readings.csv")
    assert catalog.import_dataset([file], workspace).name == "readings.csv"
    file.unlink()  # it was copied
    card = next(c for c in catalog.cards(workspace) if c.name == "readings.csv")
    assert card.state == "ready" and card.kind == "functions" and card.removable
    chosen = experiment(Path("readings.csv"))
    assert len(catalog.open_source(chosen.data, workspace).family.table.tasks) == 10
    with pytest.raises(DataError, match=r"'readings\.csv' already"):
        catalog.import_dataset([written(tmp_path, *users(), name="readings.csv")], workspace)
    catalog.remove_dataset("readings.csv", workspace)
    assert "readings.csv" not in {c.name for c in catalog.cards(workspace)}
    with pytest.raises(DataError, match="has no rows"):
        catalog.import_dataset([written(tmp_path, "a,b", name="empty.csv")], workspace)


def test_a_dealt_task_of_a_table_names_its_axes_and_joins_no_points(tmp_path: Path) -> None:
    e = experiment(written(tmp_path, *users())).changed({"task.shots": 2, "task.queries": 3})
    task = deal(e, open_source(e.data, Workspace.default()), "train", 0)
    assert task.points is not None and not task.points.joined
    assert task.points.names == ("a (standardised)", "b (standardised)", "score (standardised)")
    rows = {tuple(row) for row in task.points.whole.tolist()}
    assert len(rows) == 12  # all that the task has, and what is dealt is among them
    assert {tuple(row) for row in task.points.support.tolist()} <= rows
    assert task.support_xy.shape == (2, 2) and task.query_xy.shape == (3, 2)


def test_semicolons_and_tabs_part_columns_as_commas_do(tmp_path: Path) -> None:
    lines = users()
    first = opened(written(tmp_path, *lines)).family.table
    for mark, name in ((";", "other.csv"), ("\t", "third.tsv")):
        table = opened(written(tmp_path, *(line.replace(",", mark) for line in lines), name=name))
        assert (table.family.table.x == first.x).all() and table.family.table.tasks == first.tasks

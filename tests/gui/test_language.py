import importlib.util
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui import language
from metastudio.gui.application import build_window
from metastudio.gui.language import said
from metastudio.gui.main_window import MainWindow

SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"


@pytest.fixture(scope="module")
def translations():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def chinese(qapp: QApplication):
    language.install(qapp, "zh_CN")
    yield
    language.install(qapp, "en")


def in_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


# --- complete ------------------------------------------------------------------------------------


def test_everything_that_the_window_says_is_translated(translations) -> None:
    missing = translations.missing()
    assert missing == [], "run packaging/translations.py and fill in what is unfinished"


def test_nothing_is_kept_that_nobody_says_any_more(translations) -> None:
    wanted = {*translations.window_messages(), *translations.engine_messages()}
    assert set(translations.translated()) == wanted


def test_what_is_compiled_is_what_was_translated(translations, tmp_path: Path) -> None:
    fresh = translations.compiled(tmp_path / "fresh.qm")
    assert fresh.read_bytes() == translations.QM.read_bytes()


def test_what_is_filled_in_survives_the_translation(translations) -> None:
    for (context, text), words in translations.translated().items():
        filled, kept = (set(re.findall(r"\{\d\}", each)) for each in (text, words))
        # What the engine fills in may be an English plural, which has no place elsewhere.
        assert kept <= filled if context == "engine" else kept == filled, text


# --- spoken --------------------------------------------------------------------------------------


def test_the_window_speaks_the_language_that_was_chosen(tmp_path: Path, qtbot, qapp) -> None:
    workspace = Workspace(tmp_path)
    workspace.settings.write_text('language = "zh_CN"\n', encoding="utf-8")
    window = build_window(workspace)
    try:
        qtbot.addWidget(window)
        assert window.findChild(QPushButton, "startButton").text() == "开始训练"
        assert "类别数" in [label.text() for label in window.findChildren(QLabel)]
        preset = window.session.preset
        combo = window.findChild(QLabel, "statusLabel")
        assert preset and in_chinese(combo.text())
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        assert in_chinese(box.buttons()[0].text())  # Qt's own words
        window.session.notice.emit("bad", "The class 'Cat' has no picture. Add at least one.")
        assert window.toasts.shown[-1].sentence == "类别“Cat”没有图片。请至少添加一张。"
    finally:
        window.session.close()
        language.install(qapp, "en")


def test_a_choice_of_language_is_told_and_remembered(tmp_path: Path, qtbot) -> None:
    workspace = Workspace(tmp_path)
    window: MainWindow = build_window(workspace)
    qtbot.addWidget(window)
    window.commands.action("language.zh_CN").trigger()
    assert "简体中文 from the next start" in window.toasts.shown[-1].sentence
    window.remember()
    window.session.close()
    another = build_window(workspace)
    qtbot.addWidget(another)
    assert another.settings.language == "zh_CN"
    assert another.commands.action("language.zh_CN").isChecked()
    another.commands.action("language.en").trigger()
    assert "下次启动" in another.toasts.shown[-1].sentence
    another.session.close()
    language.install(QApplication.instance(), "en")


@pytest.mark.parametrize(
    ("system", "spoken"), [("zh_CN", "zh_CN"), ("de_DE", "en"), ("en_GB", "en"), ("zh_SG", "zh_CN")]
)
def test_the_system_s_language_is_followed(system: str, spoken: str, monkeypatch) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: QLocale(system)))
    assert language.resolve("system") == spoken
    assert language.resolve("en") == "en"


def test_a_sentence_of_the_engine_is_recognised_with_its_numbers(chinese) -> None:
    assert said("chunks of 4 tasks on 2 threads") == "每块 4 个任务，2 个线程"
    try:
        Experiment().changed({"method.name": "mamml"})
    except ConfigError as error:
        assert said(str(error)) == str(error) or in_chinese(said(str(error)))
    assert said("inner step") == "内循环步"
    assert said("The file /home/王/x is nobody's sentence.") == (
        "The file /home/王/x is nobody's sentence."
    )


def test_english_stays_as_it_is() -> None:
    assert said("The class 'Cat' has no picture. Add at least one.") == (
        "The class 'Cat' has no picture. Add at least one."
    )

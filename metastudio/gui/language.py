"""The language of the window: that of the system, or one that was chosen. Takes effect at a start.

The engine knows no Qt and speaks English; `said` puts what it says into the window's language.
"""

import json
import re
from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from metastudio.engine.presets import resources

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""What there is, each by its own name."""
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z{0-9])")

_translators: list[QTranslator] = []
_spoken = "en"


def resolve(choice: str) -> str:
    """Return the language for a choice; "system" takes the first of the system's that is there."""
    if choice in LANGUAGES:
        return choice
    for wanted in QLocale.system().uiLanguages():
        for language in LANGUAGES:
            if wanted.split("-")[0] == language.split("_")[0]:
                return language
    return "en"


def install(app: QCoreApplication, choice: str) -> str:
    """Let `app` speak a language, Qt's own dialogs included; returns which.

    Widgets read their words as they are made: those that are there keep theirs.
    """
    global _spoken  # noqa: PLW0603 - a program speaks one language
    for old in _translators:
        app.removeTranslator(old)
    _translators.clear()
    _patterns.cache_clear()
    _spoken = resolve(choice)
    if _spoken != "en":
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ours = str(resources() / "translations")
        for name, folder in ((f"qtbase_{_spoken}", qt), (f"metastudio_{_spoken}", ours)):
            translator = QTranslator(app)
            if translator.load(name, folder):
                app.installTranslator(translator)
                _translators.append(translator)
    return _spoken


def spoken() -> str:
    """Return the language that the window speaks: "en" or "zh_CN"."""
    return _spoken


def said(text: str) -> str:
    """Return what the engine said in the window's language; as it is where that is not known."""
    if _spoken == "en" or not text:
        return text
    whole = _known(text)
    if whole is not None:
        return whole
    parts = [_known(part) for part in _SENTENCE_END.split(text)]
    if len(parts) > 1 and all(part is not None for part in parts):
        return "".join(part for part in parts if part is not None)
    return text


def _known(text: str) -> str | None:
    translated = QCoreApplication.translate("engine", text)
    if translated != text:
        return translated
    for form, pattern in _patterns():
        found = form.fullmatch(text)
        if found is not None:
            translated = QCoreApplication.translate("engine", pattern)
            return translated.format(*(said(group) for group in found.groups()))
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the engine's sentences that have something filled in, the longest first."""
    try:
        path = resources() / "translations" / "engine.json"
        patterns = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    longest_first = sorted(patterns, key=len, reverse=True)
    return tuple((_form(pattern), pattern) for pattern in longest_first)


def _form(pattern: str) -> re.Pattern[str]:
    words = [re.escape(part) for part in re.split(r"\{\d+\}", pattern)]
    return re.compile("(.+?)".join(words), re.DOTALL)

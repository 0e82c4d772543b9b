"""Gathers what the window says into `resources/translations` and compiles it.

    python packaging/translations.py             # after words were added or changed
    python packaging/translations.py --check     # say what is missing, change nothing

The words of the window are the first arguments of `tr` and `translate`; they are read off the
syntax tree, since Qt's own lupdate guesses the context of everything outside a class. Those of the
engine, which knows no Qt, are the texts of its settings, presets, data sets and refusals, in the
context "engine"; what it fills in, as f-strings, becomes {0}, {1}, … Untranslated ones are left
"unfinished" in the .ts file, for Qt Linguist or an editor.
"""

import argparse
import ast
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUI, ENGINE = ROOT / "metastudio" / "gui", ROOT / "metastudio" / "engine"
FOLDER = ROOT / "resources" / "translations"
LANGUAGE = "zh_CN"
TS, QM = FOLDER / f"metastudio_{LANGUAGE}.ts", FOLDER / f"metastudio_{LANGUAGE}.qm"
PATTERNS = FOLDER / "engine.json"
"""The engine's sentences with something filled in, so that the window can recognise them."""

Message = tuple[str, str]  # context and text
SPOKEN = ("Noticed", "Stalled", "Failed", "DataCard", "Problem", "Remedy", "_without", "progress",
          "hears", "report")  # fmt: skip
"""What the engine calls with words for a person, beside everything that ends in Error."""
SILENT = ("name", "kind", "path", "scale", "citation", "setting", "value")
"""Arguments of these that are no words."""
TALKATIVE = ("advice.py", "checkpoints.py", "complaints.py", "devices.py", "lengthening.py",
             "memory.py", "plan.py", "run_settings.py", "sitting_split.py", "table_columns.py",
             "table_source.py", "training.py")  # fmt: skip
"""Modules that put sentences together: all their texts of more than a word, docstrings aside."""


class UnclearError(Exception):
    """A call whose context can't be read off the code."""


def window_messages() -> list[Message]:
    """Return every text of the window, in the order of the files."""
    found: list[Message] = []
    for path in sorted(GUI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += _Calls(path, tree).messages
    return list(dict.fromkeys(found))


class _Calls(ast.NodeVisitor):
    """Finds the calls of `tr` and `translate` in one module."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.messages: list[Message] = []
        self._path = path
        self._classes: list[str] = []
        self._functions: list[ast.FunctionDef] = []
        self._own = {
            node.name: _translated_context(node)
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.strip("_") == "tr"
        }
        self._imported = {
            alias.asname or alias.name: node.module or ""
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.name.strip("_") == "tr"
        }
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in self._own:
            return  # its own call of `translate` passes on what it was given
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "translate":
            if len(node.args) > 1 and _text(node.args[0]) != "engine":  # whose words come below
                self._note(_text(node.args[0]), node, 1)
        elif isinstance(function, ast.Attribute) and function.attr == "tr":
            self._note(self._context_of(function.value), node, 0)
        elif isinstance(function, ast.Name) and function.id in {*self._own, *self._imported}:
            self._note(self._module_context(function.id), node, 0)
        elif isinstance(function, ast.Name) and function.id in ("tr", "_tr"):
            self._note(None, node, 0)

    def _note(self, context: str | None, call: ast.Call, place: int) -> None:
        text = _text(call.args[place])
        if context is None or text is None:
            raise UnclearError(
                f'{self._path.relative_to(ROOT)}:{call.lineno}: write self.tr("…") inside a '
                'class, or tr("…") from metastudio.gui.words elsewhere.'
            )
        self.messages.append((context, text))

    def _context_of(self, owner: ast.expr) -> str | None:
        if not isinstance(owner, ast.Name):
            return None
        if owner.id in ("self", "cls"):
            return self._classes[-1] if self._classes else None
        if owner.id[:1].isupper() or owner.id.startswith("_"):
            return owner.id
        return None

    def _module_context(self, name: str) -> str | None:
        if name in self._own:
            return self._own[name]
        path = ROOT / Path(*self._imported[name].split(".")).with_suffix(".py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.strip("_") == "tr":
                return _translated_context(node)
        return None


def _translated_context(function: ast.FunctionDef) -> str | None:
    """Return the context that a module's own `tr` looks up."""
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "translate"
        ):
            return _text(node.args[0])
    return None


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def engine_messages() -> list[Message]:
    """Return what the engine says to a person."""
    from metastudio.engine.experiment import METHODS, Experiment, settings
    from metastudio.engine.presets import presets
    from metastudio.engine.tasks.cards import cards
    from metastudio.engine.workspace import Workspace

    texts: list[str] = [field.title or "" for field in Experiment.model_fields.values()]
    for setting in settings():
        texts += [setting.label, setting.help, setting.unit]
    for preset in presets().values():
        texts += [preset.title, preset.about, preset.source]
        texts += [choice.capitalize() for choice in setting.choices]
    for card in cards(Workspace(Path(tempfile.gettempdir()) / "no-workspace")):
        texts += [card.title, card.about, card.how, card.licence, card.state]
        texts += [split.replace("-", " / ").capitalize() for split in card.splits]
    texts += METHODS.values()
    for path in sorted(ENGINE.rglob("*.py")):
        if path.parent.name == "kernels":  # what they raise is for the log and for `doctor`
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts += _spoken(tree)
        if path.name in TALKATIVE:
            texts += _all_texts(tree)
    return [("engine", text) for text in dict.fromkeys(texts) if any(c.isalpha() for c in text)]


def _spoken(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "curve_label" for target in node.targets
        ):
            yield from _texts(node.value)
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name.endswith("Error") or name in SPOKEN:
            for argument in node.args:
                yield from _texts(argument)
            for keyword in node.keywords:
                if keyword.arg not in SILENT:
                    yield from _texts(keyword.value)


def _all_texts(tree: ast.Module) -> Iterator[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    docstrings |= {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        for part in ast.walk(node.annotation)
    }
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings | inside:
            yield from (text for text in _texts(node) if " " in text.strip())


def _texts(node: ast.expr) -> Iterator[str]:
    """Return the sentences that an expression may come to."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts, number = [], 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            else:
                parts.append(f"{{{number}}}")
                number += 1
        yield "".join(parts)


def patterns(messages: list[Message]) -> list[str]:
    """Return the sentences of the engine that have something filled in."""
    return sorted(text for context, text in messages if context == "engine" and "{0}" in text)


def update(messages: list[Message]) -> None:
    """Write the .ts file anew, keeping what is translated, and compile it."""
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "messages.py"
        lines = (f"QCoreApplication.translate({c!r}, {_quoted(t)})" for c, t in messages)
        code.write_text("\n".join(lines), encoding="utf-8")
        options = ["-no-obsolete", "-locations", "none", "-target-language", LANGUAGE]
        _run("pyside6-lupdate", str(code), *options, "-ts", str(TS))
    PATTERNS.write_text(
        json.dumps(patterns(messages), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    compiled(QM)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def compiled(path: Path) -> Path:
    """Compile the .ts file to `path`."""
    _run("pyside6-lrelease", "-silent", str(TS), "-qm", str(path))
    return path


def _run(tool: str, *arguments: str) -> None:
    where = Path(sys.executable).parent / tool
    subprocess.run([str(where), *arguments], check=True, stdout=subprocess.DEVNULL)


def translated() -> dict[Message, str]:
    """Return what the .ts file holds; "" for what is unfinished."""
    found = {}
    for context in ET.parse(TS).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            target = message.find("translation")
            done = target is not None and target.get("type") is None
            found[name, message.findtext("source") or ""] = (
                (target.text or "") if target is not None and done else ""
            )
    return found


def missing() -> list[Message]:
    """Return what has no translation yet, or is not in the .ts file at all."""
    known = translated()
    return [
        message for message in [*window_messages(), *engine_messages()] if not known.get(message)
    ]


def main() -> None:
    """Update or check, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        update([*window_messages(), *engine_messages()])
    lacking = missing()
    for context, text in lacking:
        print(f"{context}: {text}")
    print(f"{len(translated()):,} texts, {len(lacking):,} of them without a translation")
    sys.exit(bool(lacking) and parser.parse_args().check)


if __name__ == "__main__":
    main()

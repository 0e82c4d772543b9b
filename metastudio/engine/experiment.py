"""`Experiment`: every setting of a run, checked; in and out of TOML; described for forms.

The form, the command line, the documentation and the checks all follow from `sections`.
Importing this module imports no torch.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

import tomli_w
from pydantic import Field, ValidationError, model_validator

from metastudio.engine.compatibility import refuse_impossible, refuse_missing
from metastudio.engine.complaints import in_words, unknown_setting
from metastudio.engine.described import SECTIONS, Setting, settings
from metastudio.engine.errors import ConfigError
from metastudio.engine.sections import (
    BUILT_IN_DATA,
    INNER_LOOP,
    METHODS,
    NETWORKS,
    PRE_TRAINED,
    REGRESSION_DATA,
    DataSettings,
    MethodSettings,
    NetworkSettings,
    Section,
    TaskSettings,
    TrainingSettings,
)
from metastudio.engine.sections.names import (
    NATIVE_SIZES,
    PUBLISHED_SPLITS,
    SEQUENCE_DATA,
    TABLE_DATA,
    deals_functions,
    is_table,
)

__all__ = [
    "BUILT_IN_DATA",
    "INNER_LOOP",
    "METHODS",
    "NETWORKS",
    "REGRESSION_DATA",
    "DataSettings",
    "Experiment",
    "MethodSettings",
    "NetworkSettings",
    "Setting",
    "TaskSettings",
    "TrainingSettings",
    "flat",
    "in_use",
    "is_used",
    "merged",
    "parse_settings",
    "read_toml",
    "settings",
    "unknown_setting",
]


def _defaults_that_depend(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return defaults that follow from the chosen method and data set, to lie under `raw`."""

    def chosen(section: str, model: type[Section], key: str = "name") -> str:
        values = raw.get(section)
        name = values.get(key) if isinstance(values, Mapping) else None
        return str(name if name is not None else model.model_fields[key].default)

    data, method = chosen("data", DataSettings), chosen("method", MethodSettings)
    regression = deals_functions(data, chosen("data", DataSettings, "target_kind"))
    result: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    if regression and "name" not in (raw.get("method") or {}):
        method = result["method"]["name"] = "maml"  # the usual one can't fit functions
    variable = chosen("task", TaskSettings, "sizes") == "variable"
    for section, values in _defaults_of_data(data, variable).items():
        result[section] |= values
    if chosen("network", NetworkSettings) == "efficientnet-lite0":
        drawings = data in ("glyphs", "omniglot")  # thousands of classes: gigabytes at 256 px
        result["data"] |= (
            {"image_size": 64} if drawings else {"image_size": 256, "colour": "colour"}
        )
    if method in INNER_LOOP:
        result["network"]["normalization"] = "support"
        result["training"] |= {"meta_batch": 8}
        if method == "proto-maml":  # prototypes make logits that are large from the start
            result["method"] |= {"inner_lr": 0.01}
        elif method == "reptile":  # steps of Adam, whose size is α itself; shots for mini-batches
            result["method"] |= {"inner_lr": 1e-3, "inner_steps": 5, "test_steps": 50}
            result["task"] |= {"queries": 9}
            result["training"] |= {"outer_lr": 1.0, "outer_lr_decay": "cosine", "meta_batch": 5}
    elif method in PRE_TRAINED:
        result["method"] |= {"inner_lr": 0.1, "inner_steps": 50}
        if method == "fine-tuning":  # the whole network moves
            result["method"] |= {"inner_lr": 0.01, "inner_steps": 10}
    if regression:
        result["method"] |= {"inner_lr": 0.01, "inner_steps": 1, "test_steps": 10}
        if method in (*PRE_TRAINED, "reptile"):  # to Reptile one step says nothing of adapting
            result["method"]["inner_steps"] = 10
        result["network"] |= {"name": "mlp", "normalization": "none"}
        result["training"]["meta_batch"] = 25
        result["task"] |= {"shots": 10, "queries": 10}
    return result


def _defaults_of_data(data: str, variable: bool) -> dict[str, dict[str, Any]]:
    """Return what follows from the data set alone, and from whether tasks vary in size."""
    if data == "omniglot":
        # Meta-Dataset's Omniglot has no rotations, and deals each task within one alphabet.
        own = {"split": "background-evaluation", "rotations": not variable}
        return {"data": own, "task": {"within_group": variable}}
    if data in SEQUENCE_DATA:
        return {"data": {"split": "alphabets"}, "network": {"name": "lstm"}}
    if is_table(data):
        return {"data": dict(TABLE_DATA.get(data, {})), "network": {"name": "mlp"}}
    if data == "glyphs" or data in REGRESSION_DATA:
        return {}
    split = {"split": "published"} if data in PUBLISHED_SPLITS else {}
    return {"data": {"image_size": NATIVE_SIZES.get(data, 84), **split}}


class Experiment(Section):
    """All settings of a run. Frozen; build another with `changed`.

    Where a setting is absent, its default may follow from the method and the data set: MAML, for
    one, normalises with the support set's statistics. After validation every value is concrete.
    """

    data: DataSettings = Field(default_factory=DataSettings, title="Data")
    task: TaskSettings = Field(default_factory=TaskSettings, title="Task")
    method: MethodSettings = Field(default_factory=MethodSettings, title="Method")
    network: NetworkSettings = Field(default_factory=NetworkSettings, title="Network")
    training: TrainingSettings = Field(default_factory=TrainingSettings, title="Training")

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        filled = {section: _spelled_out(section, values) for section, values in raw.items()}
        for section, values in _defaults_that_depend(raw).items():
            given = filled.get(section, {})
            if isinstance(given, Mapping):
                filled[section] = {**values, **given}
        return filled

    @property
    def regression(self) -> bool:
        """Whether tasks are functions to fit rather than classes to tell apart."""
        return deals_functions(self.data.name, self.data.target_kind)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """Check everything and report all that is wrong at once; raises `ConfigError`."""
        try:
            experiment = cls.model_validate(dict(raw))
        except ValidationError as error:
            raise ConfigError(in_words(error), errors=error.errors(include_url=False)) from None
        refuse_impossible(experiment)
        return experiment

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read an experiment from a TOML file; raises `ConfigError` with the reason."""
        return cls.from_dict(read_toml(path))

    def to_dict(self) -> dict[str, Any]:
        """Return plain nested values; settings that are not set (None) are left out."""
        return self.model_dump(mode="json", exclude_none=True)

    def to_toml(self) -> str:
        """Return the text that `load` reads back into an equal experiment."""
        return tomli_w.dumps(self.to_dict())

    def changed(self, settings: Mapping[str, Any]) -> Self:
        """Return a copy with `{"method.inner_lr": 0.1}`-like changes.

        Where the method or the data set changes, defaults that follow from them change too.
        """
        changed = self.from_dict(merged(self.to_dict(), settings))
        if "network.name" in settings:
            refuse_missing(changed)
        return changed


def flat(experiment: Experiment) -> dict[str, Any]:
    """Return every setting that is set, by its dotted path."""
    raw = experiment.to_dict()
    return {f"{section}.{key}": v for section, part in raw.items() for key, v in part.items()}


def in_use(flat_settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a flat experiment that its method and network make use of."""
    return {path: v for path, v in flat_settings.items() if is_used(flat_settings, path)}


def is_used(flat_settings: Mapping[str, Any], path: str) -> bool:
    """Tell whether the method and the network of a flat experiment make use of a setting."""
    chosen = (flat_settings.get("method.name"), flat_settings.get("network.name"))
    return all(
        path not in users or name in users[path] or name not in built_in
        for users, name, built_in in zip(_users(), chosen, (METHODS, NETWORKS), strict=True)
    )


@cache
def _users() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the methods, and the networks, that alone make use of a setting."""
    return (
        {s.path: s.methods for s in settings() if s.methods},
        {s.path: s.networks for s in settings() if s.networks},
    )


def _spelled_out(section: str, values: Any) -> Any:
    """Write true and false as words where a number is expected, so that they are refused.

    To Python they are the numbers 1 and 0, and pydantic would take them.
    """
    if not isinstance(values, Mapping):
        return values
    numbers = _number_settings()
    return {
        key: _in_toml(value) if f"{section}.{key}" in numbers else value
        for key, value in values.items()
    }


def _in_toml(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return [_in_toml(item) for item in value] if isinstance(value, list | tuple) else value


@cache
def _number_settings() -> frozenset[str]:
    return frozenset(s.path for s in settings() if s.kind in ("int", "float", "ints"))


def merged(raw: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Lay dotted settings over nested values.

    A new method or data set takes its own defaults along, but keeps what stood explicitly apart
    from the old one's defaults.
    """
    result = {k: dict(v) if isinstance(v, Mapping) else v for k, v in raw.items()}
    if any(
        key in settings and settings[key] != _look_up(raw, key)
        for key in ("method.name", "data.name", "data.target_kind", "network.name", "task.sizes")
    ):
        for section, values in _defaults_that_depend(result).items():
            for key, value in values.items():
                if result.get(section, {}).get(key) == value:
                    del result[section][key]
        for section, model in SECTIONS.items():
            for key, field in model.model_fields.items():
                chosen = f"{section}.{key}" in ("data.name", "method.name")
                if not chosen and result.get(section, {}).get(key, ...) == _plain(field.default):
                    del result[section][key]
    for dotted, value in settings.items():
        section, _, key = dotted.partition(".")
        if section not in SECTIONS or not key:
            raise ConfigError(unknown_setting(dotted))
        result.setdefault(section, {})[key] = value
    return result


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _look_up(raw: Mapping[str, Any], dotted: str) -> Any:
    section, _, key = dotted.partition(".")
    return raw.get(section, {}).get(key, SECTIONS[section].model_fields[key].default)


def parse_settings(pairs: Iterable[str]) -> dict[str, Any]:
    """Turn `KEY=VALUE` texts into settings; values are read as TOML, else as plain text."""
    settings: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise ConfigError(f"'{pair}' is not KEY=VALUE, for instance method.inner_lr=0.1.")
        try:
            settings[key.strip()] = tomllib.loads(f"value = {text.strip()}")["value"]
        except tomllib.TOMLDecodeError:
            settings[key.strip()] = text.strip()
    return settings


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raises `ConfigError` where it can't be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The experiment file {path} can't be read: {_reason(error)}.", path=str(path)
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not valid TOML: {error}. Mend that line, or start from a preset.",
            path=str(path),
        ) from None


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"

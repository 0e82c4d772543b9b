"""`Experiment`: every setting of a run, checked; in and out of TOML; described for forms.

The form, the command line, the documentation and the checks all follow from `sections`.
Importing this module imports no torch.
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, get_args, get_origin

import tomli_w
from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from metastudio.engine.compatibility import refuse_impossible, refuse_missing
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
from metastudio.engine.sections.section import only_for

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
    result: dict[str, dict[str, Any]] = {section: {} for section in _sections()}
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
            raise ConfigError(_in_words(error), errors=error.errors(include_url=False)) from None
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
        for section, model in _sections().items():
            for key, field in model.model_fields.items():
                chosen = f"{section}.{key}" in ("data.name", "method.name")
                if not chosen and result.get(section, {}).get(key, ...) == _plain(field.default):
                    del result[section][key]
    for dotted, value in settings.items():
        section, _, key = dotted.partition(".")
        if section not in _sections() or not key:
            raise ConfigError(unknown_setting(dotted))
        result.setdefault(section, {})[key] = value
    return result


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _look_up(raw: Mapping[str, Any], dotted: str) -> Any:
    section, _, key = dotted.partition(".")
    return raw.get(section, {}).get(key, _sections()[section].model_fields[key].default)


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


# --- the same facts, for forms, the command line and the documentation ---------------------------


@dataclass(frozen=True)
class Setting:
    """One setting as a form or a manual shows it. `path` is the key of `--set`."""

    path: str
    label: str
    help: str
    kind: str  # "int", "float", "bool", "text", "choice", "ints"
    default: Any
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    unit: str
    scale: str
    methods: tuple[str, ...]  # empty: every method uses it
    networks: tuple[str, ...]  # empty: every network uses it
    advanced: bool
    optional: bool

    @property
    def section(self) -> str:
        """First part of the path: data, task, method, network or training."""
        return self.path.partition(".")[0]


def _sections() -> dict[str, type[Section]]:
    return {
        "data": DataSettings,
        "task": TaskSettings,
        "method": MethodSettings,
        "network": NetworkSettings,
        "training": TrainingSettings,
    }


def settings() -> tuple[Setting, ...]:
    """Return every setting, in the order of the form."""
    return tuple(
        _describe(f"{section}.{name}", field)
        for section, model in _sections().items()
        for name, field in model.model_fields.items()
    )


def _describe(path: str, field: FieldInfo) -> Setting:
    annotation: Any = field.annotation
    optional = type(None) in get_args(annotation)
    if optional:
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    choices: tuple[str, ...] = ()
    if get_origin(annotation) is Literal:
        kind, choices = "choice", get_args(annotation)
    elif path == "method.name":
        kind, choices = "choice", tuple(METHODS)
    elif path == "network.name":
        kind, choices = "choice", tuple(NETWORKS)
    else:
        kind = {int: "int", float: "float", bool: "bool", str: "text"}.get(annotation, "ints")
    limits = {k: getattr(m, k) for m in field.metadata for k in ("ge", "gt", "le") if hasattr(m, k)}
    extra: dict[str, Any] = (
        field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    )
    return Setting(
        path=path,
        label=field.title or path,
        help=field.description or "",
        kind=kind,
        default=field.default,
        minimum=limits.get("ge", limits.get("gt")),
        maximum=limits.get("le"),
        choices=choices,
        unit=extra.get("unit", ""),
        scale=extra.get("scale", "linear"),
        methods=only_for(field),
        networks=tuple(extra.get("networks", ())),
        advanced=bool(extra.get("advanced", False)),
        optional=optional,
    )


# --- errors in words -----------------------------------------------------------------------------


def unknown_setting(path: str) -> str:
    """Say that a key is unknown, and which one was probably meant."""
    if path in _sections():
        keys = ", ".join(f"{path}.{name}" for name in _sections()[path].model_fields)
        return f"'{path}' is a group of settings; name one of them: {keys}."
    known = [s.path for s in settings()] + list(_sections())
    close = difflib.get_close_matches(path, known, n=1, cutoff=0.6)
    hint = f" Did you mean '{close[0]}'?" if close else " `metastudio presets` shows examples."
    return f"'{path}' is not a setting.{hint}"


def _in_words(error: ValidationError) -> str:
    return " ".join(_one_in_words(e) for e in error.errors(include_url=False))


_WORDS = {
    "greater_than_equal": "must be at least {ge:g}, but is {given}.",
    "greater_than": "must be above {gt:g}, but is {given}.",
    "less_than_equal": "must be at most {le:g}, but is {given}.",
    "literal_error": "must be {expected}, but is '{given}'.",
    "int_parsing": "must be a whole number, but is '{given}'.",
    "int_type": "must be a whole number, but is '{given}'.",
    "int_from_float": "must be a whole number, but is '{given}'.",
    "float_parsing": "must be a number, but is '{given}'.",
    "float_type": "must be a number, but is '{given}'.",
    "bool_parsing": "must be true or false, but is '{given}'.",
    "bool_type": "must be true or false, but is '{given}'.",
    "string_type": "must be text, but is '{given}'.",
    "string_too_short": "must not be empty.",
    "too_short": "must have at least {min_length} value, but is {given}.",
    "too_long": "must have at most {max_length} values, but has more.",
    "model_type": "must be a table of settings, such as [task], but is {given!r}.",
    "finite_number": "must be a finite number, but is {given}.",
}


def _one_in_words(error: Any) -> str:
    path = ".".join(str(part) for part in error["loc"][:2])
    if error["type"] == "extra_forbidden":
        return unknown_setting(path)
    given = error["input"]
    words = _WORDS.get(error["type"], "is not valid: {given!r}.")
    return f"{path} {words.format(given=given, **error.get('ctx', {}))}"

"""Every setting as forms, the command line and manuals show it; all follow from the sections.

Importing this module imports no torch.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from metastudio.engine.sections import (
    METHODS,
    NETWORKS,
    DataSettings,
    MethodSettings,
    NetworkSettings,
    Section,
    TaskSettings,
    TrainingSettings,
)
from metastudio.engine.sections.section import only_for

SECTIONS: dict[str, type[Section]] = {
    "data": DataSettings,
    "task": TaskSettings,
    "method": MethodSettings,
    "network": NetworkSettings,
    "training": TrainingSettings,
}


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


def settings() -> tuple[Setting, ...]:
    """Return every setting, in the order of the form."""
    return tuple(
        _describe(f"{section}.{name}", field)
        for section, model in SECTIONS.items()
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

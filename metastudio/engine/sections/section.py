"""What a section of settings is, and how one setting is described.

Importing this module imports no torch.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


def setting(
    default: Any,
    label: str,
    help: str,
    *,
    unit: str = "",
    scale: Literal["linear", "log"] = "linear",
    methods: tuple[str, ...] = (),
    networks: tuple[str, ...] = (),
    advanced: bool = False,
    **limits: Any,
) -> Any:
    """Describe one field; `methods` and `networks` name the only ones that use it.

    Empty: all do.
    """
    extra: dict[str, Any] = {
        "unit": unit,
        "scale": scale,
        "methods": list(methods),
        "networks": list(networks),
        "advanced": advanced,
    }
    return Field(default, title=label, description=help, json_schema_extra=extra, **limits)


def only_for(field: FieldInfo) -> tuple[str, ...]:
    """Return the only methods that use a field; empty where all do."""
    extra = field.json_schema_extra
    names = extra.get("methods", []) if isinstance(extra, dict) else []
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


class Section(BaseModel):
    """A group of settings: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

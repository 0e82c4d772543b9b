"""What a section of settings is, and how one setting is described.

Importing this module imports no torch.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


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


class Section(BaseModel):
    """A group of settings: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

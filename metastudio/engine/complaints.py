"""What is wrong with an experiment, in words. Importing this module imports no torch."""

import difflib
from typing import Any

from pydantic import ValidationError

from metastudio.engine.described import SECTIONS, settings


def unknown_setting(path: str) -> str:
    """Say that a key is unknown, and which one was probably meant."""
    if path in SECTIONS:
        keys = ", ".join(f"{path}.{name}" for name in SECTIONS[path].model_fields)
        return f"'{path}' is a group of settings; name one of them: {keys}."
    known = [s.path for s in settings()] + list(SECTIONS)
    close = difflib.get_close_matches(path, known, n=1, cutoff=0.6)
    if close:
        return f"'{path}' is not a setting. Did you mean '{close[0]}'?"
    return f"'{path}' is not a setting. `metastudio presets` shows examples."


def in_words(error: ValidationError) -> str:
    """Say all that pydantic has found, a sentence each."""
    return " ".join(_one_in_words(e) for e in error.errors(include_url=False))


_WITH_LIMIT = {
    "greater_than_equal": "{0} must be at least {1}, but is {2}.",
    "greater_than": "{0} must be above {1}, but is {2}.",
    "less_than_equal": "{0} must be at most {1}, but is {2}.",
    "literal_error": "{0} must be {1}, but is '{2}'.",
    "too_short": "{0} must have at least {1} value, but is {2}.",
    "too_long": "{0} must have at most {1} values, but has more.",
}
_WORDS = {
    "int_parsing": "{0} must be a whole number, but is '{1}'.",
    "int_type": "{0} must be a whole number, but is '{1}'.",
    "int_from_float": "{0} must be a whole number, but is '{1}'.",
    "float_parsing": "{0} must be a number, but is '{1}'.",
    "float_type": "{0} must be a number, but is '{1}'.",
    "bool_parsing": "{0} must be true or false, but is '{1}'.",
    "bool_type": "{0} must be true or false, but is '{1}'.",
    "string_type": "{0} must be text, but is '{1}'.",
    "string_too_short": "{0} must not be empty.",
    "model_type": "{0} must be a table of settings, such as [task], but is '{1}'.",
    "finite_number": "{0} must be a finite number, but is {1}.",
}
_LIMITS = ("ge", "gt", "le", "expected", "min_length", "max_length")
"""Where pydantic keeps what was allowed."""


def _one_in_words(error: Any) -> str:
    path = ".".join(str(part) for part in error["loc"][:2])
    kind, given, about = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_setting(path)
    if kind in _WITH_LIMIT:
        limit = next(about[key] for key in _LIMITS if key in about)
        text = limit if isinstance(limit, str) else f"{limit:g}"
        return _WITH_LIMIT[kind].format(path, text, given)
    return _WORDS.get(kind, "{0} is not valid: '{1}'.").format(path, given)

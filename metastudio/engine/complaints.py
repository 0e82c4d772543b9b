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
    hint = f" Did you mean '{close[0]}'?" if close else " `metastudio presets` shows examples."
    return f"'{path}' is not a setting.{hint}"


def in_words(error: ValidationError) -> str:
    """Say all that pydantic has found, a sentence each."""
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

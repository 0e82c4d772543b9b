"""Numbers in sentences. Pure text."""


def counted(number: int, one: str, many: str) -> str:
    """Return `one` for 1, else `many` with its `{0}` filled in: "1 class", "1,623 classes".

    Both arrive translated; a language without a plural gives the same pattern twice.
    """
    return (one if number == 1 else many).format(f"{number:,}")

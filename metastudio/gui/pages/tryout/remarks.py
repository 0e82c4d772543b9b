"""What is odd about the pictures on the board, one sentence each; nothing here stops an answer."""

from collections.abc import Iterator, Sequence

import numpy as np

from metastudio.engine.events import CheckpointView, Explanation
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.words import tr

MOST = 3  # sentences of a kind
NOT_ASKED, NONE = -2, -1  # as `Explanation.instead` says them
COLOURED = 12.0  # mean distance between channels, in grey levels, that a drawing does not have
LOOKED_AT = 6


def remarks(board: Board, view: CheckpointView | None = None) -> list[str]:
    """Say which picture lies in two places, and whether the model fits what was dropped."""
    said = [*_photographs(board, view)]
    home: dict[str, tuple[str, Picture]] = {}
    twice: list[str] = []
    for each in board.classes:
        for picture in each.pictures:
            if not picture.digest:
                continue
            name, _ = home.setdefault(picture.digest, (each.name, picture))
            if name != each.name:
                twice.append(
                    tr(
                        "The same picture lies in '{0}' and in '{1}' ({2}). Remove it from the "
                        "wrong one."
                    ).format(name, each.name, picture.name)
                )
    return [*said, *_some(twice), *_both([q for q in board.queries if q.digest in home])]


def left_out_doubts(board: Board, explanation: Explanation) -> dict[int, str]:
    """Say of support pictures (key) that the others of their class do not vouch for them."""
    pictures = [
        (c.name, number, p) for c in board.classes for number, p in enumerate(c.pictures, 1)
    ]
    doubts: dict[int, str] = {}
    classes = explanation.classes
    own = [classes.index(name) if name in classes else NOT_ASKED for name, _, _ in pictures]
    asked = zip(pictures, own, explanation.instead, explanation.left_out, strict=False)
    for (name, number, picture), label, answer, chance in asked:
        if answer in (NOT_ASKED, label):
            continue
        what = tr("none of these") if answer == NONE else f"'{classes[answer]}'"
        doubts[picture.key] = tr(
            "Picture {0} of '{1}' looks unlike its class: learned without it, the model takes it "
            "for {2} ('{1}' {3} %)."
        ).format(number, name, what, f"{100 * float(chance):.0f}")
    return doubts


def _photographs(board: Board, view: CheckpointView | None) -> Iterator[str]:
    if view is None or not view.ink:
        return
    some = [p for c in board.classes for p in c.pictures][:LOOKED_AT]
    coloured = [p for p in some if _colour(p) > COLOURED]
    if len(coloured) * 2 > len(some):
        yield tr(
            "These look like photographs, but the model was trained on drawings. 'Photographs' "
            "above loads one for photographs."
        )


def _colour(picture: Picture) -> float:
    pixels = picture.pixels[::4, ::4].astype(np.int16)
    return float((pixels.max(-1) - pixels.min(-1)).mean()) if pixels.size else 0.0


def _both(queries: Sequence[Picture]) -> Iterator[str]:
    if len(queries) == 1:
        yield tr(
            "The query {0} is an example as well: its answer says nothing about new pictures."
        ).format(queries[0].name)
    elif queries:
        yield tr(
            "{0} queries are examples as well ({1} and others): their answers say nothing about "
            "new pictures."
        ).format(f"{len(queries):,}", queries[0].name)


def _some(sentences: Sequence[str]) -> list[str]:
    if len(sentences) <= MOST:
        return list(sentences)
    return [*sentences[:MOST], tr("And {0} more like this.").format(len(sentences) - MOST)]

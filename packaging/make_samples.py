"""Draw the samples of the Try page with our own generator: `python packaging/make_samples.py`.

Five characters with three support drawings each, and ten queries whose names do not tell.
"""

import shutil
import tempfile
from pathlib import Path

from metastudio.engine.tasks.glyphs import write_samples

CHARACTERS = {
    "Alphabet 12/character01": "Fish",
    "Alphabet 10/character19": "Ring",
    "Alphabet 18/character02": "Bolt",
    "Alphabet 23/character01": "Box",
    "Alphabet 24/character14": "Fork",
}
SUPPORT, QUERIES = 3, 2


def main() -> None:
    """Replace `resources/samples`."""
    target = Path(__file__).parents[1] / "resources" / "samples"
    shutil.rmtree(target, ignore_errors=True)
    (target / "queries").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        files = write_samples(Path(folder), list(CHARACTERS), SUPPORT + QUERIES, seed=7)
        for index, file in enumerate(files):
            character, drawing = divmod(index, SUPPORT + QUERIES)
            name = list(CHARACTERS.values())[character]
            if drawing < SUPPORT:
                place = target / "support" / name / f"{drawing + 1}.png"
                place.parent.mkdir(parents=True, exist_ok=True)
            else:
                number = (drawing - SUPPORT) * len(CHARACTERS) + character + 1
                place = target / "queries" / f"drawing-{number:02}.png"
            shutil.copy(file, place)


if __name__ == "__main__":
    main()

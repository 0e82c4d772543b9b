"""What a large folder of pictures costs: time to the first contact sheet, to open, and memory.

    python benchmarks/large_folder.py [--pictures 20000] [--side 84] [--scan-only]

The folder is made here, of random photographs of 200 classes; every measurement runs in a process
of its own, whose peak memory is what the system says it was.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = 200
VARIANTS = 400


def make(folder: Path, pictures: int, side: int) -> None:
    chance = np.random.default_rng(0)
    seen = []
    for _ in range(VARIANTS):
        small = Image.fromarray(chance.integers(0, 255, (12, 12, 3), dtype=np.uint8))
        file = folder / "variant.jpg"
        small.resize((side, side), Image.Resampling.BICUBIC).save(file, quality=85)
        seen.append(file.read_bytes())
        file.unlink()
    for number in range(pictures):
        place = folder / f"class{number % CLASSES:03}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06}.jpg").write_bytes(seen[number % VARIANTS])


def open_it(folder: Path, home: Path, side: int) -> dict[str, float]:
    from metastudio.engine.experiment import DataSettings, TaskSettings
    from metastudio.engine.tasks import catalog
    from metastudio.engine.workspace import Workspace

    before = _peak()
    started = time.perf_counter()
    data = DataSettings(name=str(folder), image_size=side)
    source = catalog.open_source(data, Workspace(home))
    seconds = time.perf_counter() - started
    sampler = source.sampler("train", TaskSettings(), 0)
    for index in range(0, 2000, 8):
        sampler.draw(index, 8)
    return {"seconds": seconds, "peak_mb": _peak(), "before_mb": before}


def scan_it(folder: Path, whole: bool) -> dict[str, float]:
    from metastudio.engine.tasks.findings import Names, Sheet
    from metastudio.engine.tasks.scan import scan

    started = time.perf_counter()
    result: dict[str, float] = {}
    for event in scan(folder):
        if isinstance(event, Names):
            result["names_s"] = time.perf_counter() - started
        elif isinstance(event, Sheet) and "first_sheet_s" not in result:
            result["first_sheet_s"] = time.perf_counter() - started
            if not whole:
                break
    result["whole_s"] = time.perf_counter() - started
    return {**result, "peak_mb": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--side", type=int, default=84)
    parser.add_argument("--scan-only", action="store_true", help="up to the first contact sheet")
    parser.add_argument("--part", choices=["open", "scan", "first"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        folder, home = options.folder / "pictures", options.folder / "home"
        result = (
            open_it(folder, home, options.side)
            if options.part == "open"
            else scan_it(folder, options.part == "scan")
        )
        print(json.dumps({key: round(value, 2) for key, value in result.items()}))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "pictures").mkdir()
        make(Path(temporary) / "pictures", options.pictures, options.side)
        print(f"{options.pictures:,} pictures of {options.side} px in {CLASSES} classes")
        parts = ["first"] if options.scan_only else ["first", "scan", "open", "open"]
        for part in parts:
            command = [sys.executable, __file__, "--part", part, "--folder", temporary]
            done = subprocess.run(
                [*command, "--side", str(options.side)], capture_output=True, text=True, check=True
            )
            print(f"{part:<6} {done.stdout.strip()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

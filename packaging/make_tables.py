"""Make the table that is shipped: an arm that lifts unknown payloads. Same numbers every time."""

import csv
from pathlib import Path

import numpy as np

PAYLOADS, READINGS = 60, 40
GRAVITY, ARM = 9.81, 0.6  # m/s², kg·m² of the arm itself


def rows() -> list[list[str]]:
    """Return readings of one joint: angle, speed and acceleration, and the torque that it took.

    Torque = (J + m·l²)·acceleration + m·g·l·cos(angle) + b·speed + c·sign(speed) + noise. Of each
    payload the mass m, the distance l of its centre, and the friction that day are its own.
    """
    chance = np.random.default_rng(2026)
    result = []
    for number in range(PAYLOADS):
        mass, length = chance.uniform(0.2, 4.0), chance.uniform(0.15, 0.6)
        viscous, dry = chance.uniform(0.1, 1.2), chance.uniform(0.0, 0.8)
        angle = chance.uniform(-1.4, 1.4, READINGS)
        speed, acceleration = chance.normal(0, 1.2, READINGS), chance.normal(0, 2.5, READINGS)
        torque = (ARM + mass * length**2) * acceleration + mass * GRAVITY * length * np.cos(angle)
        torque += viscous * speed + dry * np.sign(speed) + chance.normal(0, 0.15, READINGS)
        for reading in zip(angle, speed, acceleration, torque, strict=True):
            result.append([f"box-{number + 1:02d}", *(f"{value:.3f}" for value in reading)])
    return result


def main() -> None:
    """Write the table into the resources."""
    folder = Path(__file__).parents[1] / "resources" / "samples" / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "robot-payloads.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["payload", "angle", "speed", "acceleration", "torque"])
        writer.writerows(rows())


if __name__ == "__main__":
    main()

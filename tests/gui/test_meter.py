import sys
from types import SimpleNamespace

import pytest

from metastudio.gui.graphics_card import GraphicsCard
from metastudio.gui.widgets.meter import Meter


class NVMLError(Exception):
    """What NVIDIA's library raises."""


def library(cards: int) -> SimpleNamespace:
    """NVIDIA's library, as it is on a machine with so many cards."""

    def handle(index: int) -> int:
        if index >= cards:
            raise NVMLError("not found")
        return index

    return SimpleNamespace(
        NVMLError=NVMLError,
        nvmlInit=lambda: None,
        nvmlDeviceGetHandleByIndex=handle,
        nvmlDeviceGetMemoryInfo=lambda _: SimpleNamespace(used=3.2e9, total=80e9),
        nvmlDeviceGetUtilizationRates=lambda _: SimpleNamespace(gpu=45),
    )


def test_a_graphics_card_is_metered_where_there_is_one(qtbot, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", library(cards=1))
    meter = Meter()
    qtbot.addWidget(meter)
    meter.measure()
    assert meter.text().endswith("GPU 45 % · 3.2 GB")
    assert "3.2 GB of its 80 GB" in meter.toolTip()


@pytest.mark.parametrize("installed", [True, False])
def test_without_a_card_or_its_library_nothing_is_said_about_one(
    installed: bool, qtbot, monkeypatch
) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", library(cards=0) if installed else None)
    assert GraphicsCard.find() is None
    meter = Meter()
    qtbot.addWidget(meter)
    meter.measure()
    assert "GPU" not in meter.text()
    assert meter.text().startswith("CPU")

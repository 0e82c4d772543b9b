"""What the machine can do at best, as one more contestant."""

import torch
import torch.nn.functional as F
from contestant import Contestant, processors
from torch import Tensor
from works import Episodes, Work

PICTURES = (75, 300)


class Convolution(Contestant):
    """The convolution where Conv4 spends its time, forward: 64 to 64 filters on 14×14 places."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        self._weight = torch.rand(64, 64, 3, 3).contiguous(memory_format=torch.channels_last)

    def settings(self, alone: bool) -> list[str]:
        """Name how many threads take how many pictures."""
        counts = {1} if alone else {1, processors()}
        return [f"{count} threads, {n} pictures" for count in sorted(counts) for n in PICTURES]

    def use(self, setting: str) -> str:
        """Work under a setting from now on; returns it."""
        threads, pictures = (int(part.split()[0]) for part in setting.split(", "))
        torch.set_num_threads(threads)
        x = torch.rand(pictures, 64, 14, 14)
        self._x = x.contiguous(memory_format=torch.channels_last)
        return setting

    def gradient(self) -> dict[str, Tensor]:
        """Convolve."""
        with torch.inference_mode():
            return {"maps": F.conv2d(self._x, self._weight, padding=1)}

"""Turning and cropping pictures, many at once, each by a map of its own."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def turned(x: Tensor, degrees: Tensor, paper: str) -> Tensor:
    """Turn pictures `(n, C, H, W)` to the left by `degrees (n,)`; see `warped` for `paper`."""
    radians = degrees.to(x.dtype) * (math.pi / 180)
    cosine, sine = radians.cos(), radians.sin()
    nothing = torch.zeros_like(cosine)
    rows = [torch.stack(r, -1) for r in ((cosine, -sine, nothing), (sine, cosine, nothing))]
    return warped(x, torch.stack(rows, 1), paper)


def warped(x: Tensor, theta: Tensor, paper: str) -> Tensor:
    """Look at pictures `(n, C, H, W)` through affine maps `(n, 2, 3)`, in units of half a side.

    Beyond the edge lies `paper`: "dark" for drawings, or the picture itself, "mirrored".
    """
    grid = F.affine_grid(theta.to(x.device), list(x.shape), align_corners=False)
    beyond = "zeros" if paper == "dark" else "reflection"
    return F.grid_sample(x, grid, padding_mode=beyond, align_corners=False)

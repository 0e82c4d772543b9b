"""The transform of pictures as an ONNX graph, put before a network's: see `tasks.images.Transform`.

Step by step what Pillow and `Transform.apply` do, its two passes of a resize and the rounding to
whole grey levels after each included.
"""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from metastudio.engine.tasks.images import WEAKEST_INK, Transform

GREY = (19595, 38470, 7471)
"""Pillow's weights of red, green and blue, in 65,536ths."""
ONE_PICTURE = "picture"


def with_transform(network: bytes, transform: Transform, metadata: dict[str, str]) -> bytes:
    """Return a model that takes `picture`, uint8 (height, width, 3), and gives one answer.

    `network` takes `seen (1, C, H, W)` and gives `confidences (1, ways)`, `strangenesses (1,)`.
    """
    model = onnx.load_from_string(network)
    steps = _Steps()
    before = _ink(steps, transform) if transform.ink else _crop(steps, transform)
    steps.add("Identity", [before], "seen")
    after = [
        helper.make_node("Squeeze", ["confidences", steps.constant([0])], ["confidence"]),
        helper.make_node("Squeeze", ["strangenesses", steps.constant([0])], ["strangeness"]),
    ]
    old = model.graph
    ways = old.output[0].type.tensor_type.shape.dim[1].dim_value
    graph = helper.make_graph(
        [*steps.nodes, *old.node, *after],
        "metastudio",
        [helper.make_tensor_value_info(ONE_PICTURE, TensorProto.UINT8, ["height", "width", 3])],
        [
            helper.make_tensor_value_info("confidence", TensorProto.FLOAT, [ways]),
            helper.make_tensor_value_info("strangeness", TensorProto.FLOAT, []),
        ],
        [*steps.constants, *old.initializer],
    )
    whole = helper.make_model(
        graph,
        opset_imports=model.opset_import,
        ir_version=model.ir_version,
        functions=model.functions,
        producer_name="MetaStudio",
    )
    helper.set_model_props(whole, metadata)
    onnx.checker.check_model(whole)
    return bytes(whole.SerializeToString())


class _Steps:
    """Nodes in order, each with one output that gets a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: Any, dtype: Any = np.int64) -> str:
        name = f"before.constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype), name))
        return name

    def number(self, value: float) -> str:
        return self.constant(value, np.float32)

    def add(self, kind: str, inputs: list[str], name: str = "", **attributes: Any) -> str:
        name = name or f"before.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def real(self, value: str) -> str:
        return self.add("Cast", [value], to=TensorProto.FLOAT)

    def size(self, value: str, axis: int) -> str:
        """Length of one axis, `(1,)`."""
        return self.add("Shape", [value], start=axis, end=axis + 1)

    def slice(self, value: str, start: str, end: str, axis: int) -> str:
        return self.add("Slice", [value, start, end, self.constant([axis])])

    def rounded(self, value: str) -> str:
        """Whole grey levels of 0..255."""
        bounded = self.add("Clip", [value, self.number(0), self.number(255)])
        return self.add("Round", [bounded])

    def resized(self, value: str, side: int) -> str:
        """`(1, C, h, w)` to `(1, C, side, side)`, 0..1, as Pillow's bicubic does."""
        one, to = self.constant([1]), self.constant([side])
        for height, width in ((self.size(value, 2), to), (to, to)):  # first across, then down
            sizes = self.add("Concat", [one, self.size(value, 1), height, width], axis=0)
            resized = self.add(
                "Resize", [value, "", "", sizes], mode="cubic", cubic_coeff_a=-0.5, antialias=1,
                exclude_outside=1, coordinate_transformation_mode="half_pixel",
            )  # fmt: skip
            value = self.rounded(resized)
        return self.add("Div", [value, self.number(255)])

    def grey(self, picture: str) -> str:
        """`(h, w, 3)` uint8 to `(h, w)`, as Pillow converts to mode L."""
        whole = self.add("Cast", [picture], to=TensorProto.INT32)
        parts = self.add("Mul", [whole, self.constant(GREY, np.int32)])
        mixed = self.add("ReduceSum", [parts, self.constant([-1])], keepdims=0)
        half = self.add("Add", [mixed, self.constant(0x8000, np.int32)])
        return self.real(self.add("Div", [half, self.constant(0x10000, np.int32)]))


def _crop(steps: _Steps, transform: Transform) -> str:
    """The central square of a photograph."""
    height, width = (steps.size(ONE_PICTURE, axis) for axis in (0, 1))
    side = steps.add("Min", [height, width])
    cut = ONE_PICTURE
    for axis, length in enumerate((height, width)):
        start = steps.add("Div", [steps.add("Sub", [length, side]), steps.constant([2])])
        cut = steps.slice(cut, start, steps.add("Add", [start, side]), axis)
    if transform.channels == 1:
        levels = steps.add("Unsqueeze", [steps.grey(cut), steps.constant([0, 1])])
    else:
        channels_first = steps.add("Transpose", [steps.real(cut)], perm=[2, 0, 1])
        levels = steps.add("Unsqueeze", [channels_first, steps.constant([0])])
    return steps.resized(levels, transform.image_size)


def _ink(steps: _Steps, transform: Transform) -> str:
    """Ink of 0..255 on a square, whichever way it was drawn; the border says what is paper."""
    grey = steps.grey(ONE_PICTURE)
    paper, contrast = _contrast(steps, grey)
    ink = steps.add("Div", [steps.add("Sub", [grey, paper]), contrast])
    share = steps.add("Clip", [ink, steps.number(0), steps.number(1)])
    ink = steps.add("Round", [steps.add("Mul", [share, steps.number(255)])])
    height, width = (steps.size(grey, axis) for axis in (0, 1))
    side = steps.add("Max", [height, width])
    before, after = [], []
    for length in (height, width):
        rest = steps.add("Sub", [side, length])
        before.append(steps.add("Div", [rest, steps.constant([2])]))
        after.append(steps.add("Sub", [rest, before[-1]]))
    pads = steps.add("Concat", [*before, *after], axis=0)
    square = steps.add("Pad", [ink, pads, steps.number(0)])
    levels = steps.add("Unsqueeze", [square, steps.constant([0, 1])])
    small = steps.resized(levels, transform.image_size)
    if transform.channels == 1:
        return small
    return steps.add("Concat", [small] * transform.channels, axis=1)


def _contrast(steps: _Steps, grey: str) -> tuple[str, str]:
    """Grey level of the paper, the median of the border, and that of the ink above it."""
    edges = [
        steps.add("Gather", [grey, steps.constant(place)], axis=axis)
        for axis in (0, 1)
        for place in (0, -1)
    ]
    border = steps.add("Concat", edges, axis=0)
    count = steps.size(border, 0)
    steps.nodes.append(
        helper.make_node("TopK", [border, count], ["before.sorted", "before.order"], sorted=1)
    )
    upper = steps.add("Div", [count, steps.constant([2])])  # the border has an even length
    lower = steps.add("Sub", [upper, steps.constant([1])])
    middle = [steps.add("Gather", ["before.sorted", at], axis=0) for at in (lower, upper)]
    paper = steps.add("Div", [steps.add("Add", middle), steps.number(2)])
    darkest = steps.add("ReduceMin", [grey], keepdims=0)
    lightest = steps.add("ReduceMax", [grey], keepdims=0)
    down, up = steps.add("Sub", [paper, darkest]), steps.add("Sub", [lightest, paper])
    is_dark = steps.add("GreaterOrEqual", [down, up])
    contrast = steps.add("Where", [is_dark, steps.add("Neg", [down]), up])
    faint = steps.add("Less", [steps.add("Abs", [contrast]), steps.number(WEAKEST_INK)])
    return paper, steps.add("Where", [faint, steps.number(255), contrast])

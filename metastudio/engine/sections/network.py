"""The backbone."""

from typing import Annotated, Literal

from pydantic import Field

from metastudio.engine.sections.names import CONVOLUTIONAL, RECURRENT
from metastudio.engine.sections.section import Section, setting

Width = Annotated[int, Field(ge=1, le=4096)]


class NetworkSettings(Section):
    """The backbone."""

    name: str = setting(
        "conv4",
        "Network",
        "Conv4: four convolution blocks, for pictures; ResNet-12 is deeper and much slower. LSTM "
        "and GRU read a picture row by row, ViT looks at its patches all at once. "
        "EfficientNet-Lite0 knows photographs from ImageNet. MLP: fully connected layers, for "
        "functions.",
    )
    channels: int = setting(
        64,
        "Channels",
        "Filters per block of Conv4, and in the first block of ResNet-12.",
        networks=CONVOLUTIONAL,
        advanced=True,
        ge=1,
        le=1024,
    )
    downsampling: Literal["pool", "stride"] = setting(
        "pool",
        "Downsampling",
        "How Conv4's blocks halve their maps: by 2×2 pooling, as nearly everybody does it, or by "
        "convolutions of stride 2 with a mean at the end, as MAML's authors did on Omniglot.",
        networks=("conv4",),
        advanced=True,
    )
    hidden: tuple[Width, ...] = setting(
        (40, 40),
        "Hidden layers",
        "Widths of the hidden layers of the MLP.",
        networks=("mlp",),
        advanced=True,
        min_length=1,
        max_length=16,
    )
    width: int = setting(
        128,
        "Width",
        "Values per place in LSTM, GRU and ViT; also the length of their features.",
        networks=(*RECURRENT, "vit"),
        advanced=True,
        ge=1,
        le=4096,
    )
    layers: int = setting(
        2,
        "Layers",
        "Layers of LSTM, GRU or ViT, one on top of the other.",
        networks=(*RECURRENT, "vit"),
        advanced=True,
        ge=1,
        le=24,
    )
    heads: int = setting(
        4,
        "Heads",
        "Heads of attention of the ViT; the width is divided among them.",
        networks=("vit",),
        advanced=True,
        ge=1,
        le=64,
    )
    patch: int = setting(
        7,
        "Patch size",
        "Side of the square patches that the ViT cuts a picture into. Time grows with the square "
        "of their number.",
        unit="px",
        networks=("vit",),
        advanced=True,
        ge=1,
        le=64,
    )
    frozen: bool = setting(
        True,
        "Frozen",
        "Leave the pretrained weights as they are: each picture is embedded only once. Else they "
        "are fine-tuned, which is slow without a graphics card.",
        networks=("efficientnet-lite0",),
        advanced=True,
    )
    normalization: Literal["running", "support", "transductive", "group", "layer", "none"] = (
        setting(
            "running",
            "Normalisation",
            "What the network normalises by. 'running': averages from training (ProtoNet, "
            "Transfer). 'support': statistics of the support set (MAML here). 'transductive': "
            "those of the batch in hand, so that an answer depends on the other queries (MAML as "
            "published). 'group', 'layer': each picture by itself. 'none': no normalisation.",
            networks=(*CONVOLUTIONAL, "mlp"),
            advanced=True,
        )
    )

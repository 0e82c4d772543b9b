"""The backbone."""

from typing import Annotated, Literal

from pydantic import Field

from metastudio.engine.sections.section import Section, setting

Width = Annotated[int, Field(ge=1, le=4096)]


class NetworkSettings(Section):
    """The backbone."""

    name: str = setting(
        "conv4",
        "Network",
        "Conv4: four convolution blocks, for pictures. MLP: fully connected layers, for functions.",
    )
    channels: int = setting(
        64, "Channels", "Filters per block of Conv4.", advanced=True, ge=1, le=1024
    )
    hidden: tuple[Width, ...] = setting(
        (40, 40),
        "Hidden layers",
        "Widths of the hidden layers of the MLP.",
        advanced=True,
        min_length=1,
        max_length=16,
    )
    normalization: Literal["running", "support", "transductive", "group", "layer", "none"] = (
        setting(
            "running",
            "Normalisation",
            "What the network normalises by. 'running': averages from training (ProtoNet, "
            "Transfer). 'support': statistics of the support set (MAML here). 'transductive': "
            "those of the batch in hand, so that an answer depends on the other queries (MAML as "
            "published). 'group', 'layer': each picture by itself. 'none': no normalisation.",
            advanced=True,
        )
    )

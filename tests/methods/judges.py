"""Which plain judge is for which registered network and method."""

import math

import plain_loop
import plain_metric
import plain_networks
import plain_reptile
from torch import nn

NETWORKS = {
    "conv4": lambda shape, normalization: plain_loop.PlainConv4(shape[0], 8, normalization),
    "resnet12": lambda shape, normalization: plain_networks.PlainResNet12(
        shape[0], 4, normalization
    ),
    "lstm": lambda shape, _: plain_networks.PlainRecurrent(nn.LSTM, shape[0] * shape[2], 8, 2),
    "gru": lambda shape, _: plain_networks.PlainRecurrent(nn.GRU, shape[0] * shape[2], 8, 2),
    "vit": lambda shape, _: plain_networks.PlainViT(shape[0], shape[1], 7, 8, 2, 4),
    "mlp": lambda shape, normalization: plain_loop.PlainMLP(
        math.prod(shape), (7, 6), normalization
    ),
    "efficientnet-lite0": lambda shape, _: plain_networks.PlainEfficientNet(),
}
METHODS = {
    "maml": plain_loop.judge_maml,
    "anil": plain_loop.judge_anil,
    "meta-sgd": plain_loop.judge_maml,
    "proto-maml": plain_metric.judge_proto_maml,
    "reptile": plain_reptile.judge_reptile,
    "protonet": plain_loop.judge_protonet,
    "matchingnet": plain_metric.judge_matchingnet,
    "relationnet": plain_metric.judge_relationnet,
    "r2d2": plain_metric.judge_r2d2,
    "transfer": plain_loop.judge_transfer,
    "baseline++": plain_metric.judge_baseline_plus_plus,
    "simpleshot": plain_loop.judge_transfer,  # which pre-trains in the same way
    "fine-tuning": plain_loop.judge_transfer,
}

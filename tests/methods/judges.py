"""Which plain judge is for which registered network and method."""

import math

import plain_loop
import plain_metric

NETWORKS = {
    "conv4": lambda shape, normalization: plain_loop.PlainConv4(shape[0], 4, normalization),
    "mlp": lambda shape, normalization: plain_loop.PlainMLP(
        math.prod(shape), (7, 6), normalization
    ),
}
METHODS = {
    "maml": plain_loop.judge_maml,
    "anil": plain_loop.judge_anil,
    "meta-sgd": plain_loop.judge_maml,
    "proto-maml": plain_metric.judge_proto_maml,
    "protonet": plain_loop.judge_protonet,
    "matchingnet": plain_metric.judge_matchingnet,
    "r2d2": plain_metric.judge_r2d2,
    "transfer": plain_loop.judge_transfer,
    "baseline++": plain_metric.judge_baseline_plus_plus,
    "simpleshot": plain_loop.judge_transfer,  # which pre-trains in the same way
    "fine-tuning": plain_loop.judge_transfer,
}

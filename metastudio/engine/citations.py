"""What to cite for a method. Importing this module imports no torch."""

from collections.abc import Mapping
from typing import Any

_MAML = (
    "C. Finn, P. Abbeel, S. Levine. Model-Agnostic Meta-Learning for Fast Adaptation of Deep "
    "Networks. ICML 2017. arXiv:1703.03400"
)
_CHEN = (
    "W.-Y. Chen, Y.-C. Liu, Z. Kira, Y.-C. F. Wang, J.-B. Huang. A Closer Look at Few-shot "
    "Classification. ICLR 2019. arXiv:1904.04232"
)
_MAML_PLUS = (
    "A. Antoniou, H. Edwards, A. Storkey. How to Train Your MAML. ICLR 2019. arXiv:1810.09502"
)
_PAPERS = {
    "maml": _MAML,
    "anil": "A. Raghu, M. Raghu, S. Bengio, O. Vinyals. Rapid Learning or Feature Reuse? Towards "
    "Understanding the Effectiveness of MAML. ICLR 2020. arXiv:1909.09157",
    "meta-sgd": "Z. Li, F. Zhou, F. Chen, H. Li. Meta-SGD: Learning to Learn Quickly for Few-Shot "
    "Learning. 2017. arXiv:1707.09835",
    "proto-maml": "E. Triantafillou et al. Meta-Dataset: A Dataset of Datasets for Learning to "
    "Learn from Few Examples. ICLR 2020. arXiv:1903.03096",
    "reptile": "A. Nichol, J. Achiam, J. Schulman. On First-Order Meta-Learning Algorithms. 2018. "
    "arXiv:1803.02999",
    "protonet": "J. Snell, K. Swersky, R. Zemel. Prototypical Networks for Few-shot Learning. "
    "NIPS 2017. arXiv:1703.05175",
    "matchingnet": "O. Vinyals, C. Blundell, T. Lillicrap, K. Kavukcuoglu, D. Wierstra. Matching "
    "Networks for One Shot Learning. NIPS 2016. arXiv:1606.04080",
    "relationnet": "F. Sung, Y. Yang, L. Zhang, T. Xiang, P. H. S. Torr, T. M. Hospedales. "
    "Learning to Compare: Relation Network for Few-Shot Learning. CVPR 2018. arXiv:1711.06025",
    "r2d2": "L. Bertinetto, J. F. Henriques, P. H. S. Torr, A. Vedaldi. Meta-learning with "
    "differentiable closed-form solvers. ICLR 2019. arXiv:1805.08136",
    "transfer": _CHEN,
    "baseline++": _CHEN,
    "simpleshot": "Y. Wang, W.-L. Chao, K. Q. Weinberger, L. van der Maaten. SimpleShot: "
    "Revisiting Nearest-Neighbor Classification for Few-Shot Learning. 2019. arXiv:1911.04623",
}
_OF_MAML_PLUS = (
    "method.learn_inner_lr",
    "method.first_order_until",
    "method.multi_step_until",
    "method.normalization_per_step",
)


def papers(settings: Mapping[str, Any]) -> list[str]:
    """Return the papers of the method that settings, by their dotted paths, choose."""
    method = str(settings.get("method.name", ""))
    found = [_PAPERS[method]] if method in _PAPERS else []
    if method in ("maml", "anil", "proto-maml") and any(settings.get(p) for p in _OF_MAML_PLUS):
        found.append(_MAML_PLUS)
    return found

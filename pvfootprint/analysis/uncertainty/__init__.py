"""How sure a footprint is, and which data are worth measuring better."""

from pvfootprint.analysis.uncertainty.data_points import data_points
from pvfootprint.analysis.uncertainty.knowing import Known, know, resting
from pvfootprint.analysis.uncertainty.simulating import Simulated, uncertainty
from pvfootprint.analysis.uncertainty.weighing import Weighed, sensitivity

__all__ = [
    "Known",
    "Simulated",
    "Weighed",
    "data_points",
    "know",
    "resting",
    "sensitivity",
    "uncertainty",
]

"""Papers that leave the house with an act, in Chinese and English, and the audit checklist."""

from pvfootprint.certification.papers.composing import act_papers

__all__ = ["act_papers"]

"""The checklist of an on-site audit: a workbook that goes out blank and comes back filled in."""

from pvfootprint.certification.papers.checklist.reading import read_checklist
from pvfootprint.certification.papers.checklist.writing import write_checklist

__all__ = ["read_checklist", "write_checklist"]

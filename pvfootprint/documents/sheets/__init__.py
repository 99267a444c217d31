"""Sheets drawn to measure: certificates, labels and licences, as PDF/A-3u, SVG and PNG.

Pages of running text are set by WeasyPrint (:mod:`pvfootprint.documents.pdf`). A sheet is drawn
here instead because its texts must fit their places, because one drawing must look the same as
SVG, PNG and PDF, and because a certifier issues many.
"""

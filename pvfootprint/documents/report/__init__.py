"""The study report: a document of sections made from a study."""

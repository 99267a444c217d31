"""Verifies certificates, labels and licences, step by step, from whoever they come."""

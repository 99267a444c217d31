"""Batches: thousands of workbooks or variants of one product, computed in parallel, resumable."""

"""Pages and figures of how sure a footprint is."""

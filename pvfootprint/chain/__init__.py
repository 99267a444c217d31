"""Links inventories into a product system."""

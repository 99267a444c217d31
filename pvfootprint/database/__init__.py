"""The base database: inventories of certificates enter, are verified, applied, watched, shared."""

"""Steps that bring a registry's tables from one version to the next."""

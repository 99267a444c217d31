"""Signs PDF files with the certifier's key, and checks such signatures without any network."""

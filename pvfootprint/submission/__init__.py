"""What is handed to a certifier: packed, sealed, verified and followed."""

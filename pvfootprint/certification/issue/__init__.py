"""A number is given out, and certificate, labels and licence are made and handed out."""

"""The licence: how the label of a certificate may be used."""

"""The label of a certificate: what stands on the product."""

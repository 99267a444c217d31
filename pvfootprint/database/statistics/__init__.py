"""Statistics per product and technology, of which none tells a company's value."""

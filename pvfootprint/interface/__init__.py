"""The Python interface: opens what people have, and analyses it."""

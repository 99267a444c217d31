"""An application comes in: it is read, applied for, amended, accepted."""

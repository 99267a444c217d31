"""An application is evaluated from what the registry keeps, and computed again."""

"""Review and decision, criterion by criterion."""

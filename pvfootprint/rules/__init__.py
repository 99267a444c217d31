"""Rule sets as data, and the rules that check a study against one."""

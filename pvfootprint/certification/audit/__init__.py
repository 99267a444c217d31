"""The on-site audit: plan, agenda, answers, findings, corrective actions."""

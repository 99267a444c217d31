#!/usr/bin/env bash
# What happens every night to a registry: check, backup, head. Usage: nightly.sh BACKUPS HEADS
# PVFOOTPRINT_REGISTRY names the registry. Both folders must be there; HEADS should be a folder that
# is carried elsewhere at once. Ends with another code than 0 if anything is wrong: then alarm.
set -euo pipefail
umask 077

backups=${1:?usage: nightly.sh BACKUPS HEADS}
heads=${2:?usage: nightly.sh BACKUPS HEADS}
: "${PVFOOTPRINT_REGISTRY:?names the registry}"
now=$(date -u +%Y-%m-%dT%H%M%SZ)

# The log must still hold what every earlier night saw.
against=()
for head in "$heads"/head-*.json; do
    [[ -e "$head" ]] && against+=(--against "$head")
done

pvfootprint registry check "${against[@]}"
pvfootprint registry backup "$backups/registry-$now.db"
pvfootprint registry head -o "$heads/head-$now.json"

#!/usr/bin/env bash
# The base database with the four certificates of certify.sh, with the commands that people type.
# Usage: examples/pilot/database.sh OUT CERTIFICATION; pvfootprint must be on the PATH. CERTIFICATION is
# the folder that certify.sh made; its registry stays as it is: everything is done on a restored copy.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: database.sh OUT CERTIFICATION}
certification=$(cd "${2:?usage: database.sh OUT CERTIFICATION}" && pwd)
# Keys are never overwritten, so what an earlier run made goes first; nothing else is ever removed.
if [[ -e "$out" && ! -e "$out/.example" ]]; then echo "$out is there already" >&2; exit 1; fi
rm -rf "$out"
mkdir -p "$out"/{keys,consents}
cd "$out"
touch .example
export PVFOOTPRINT_REGISTRY=registry.db

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
run() { printf '$ pvfootprint %s\n' "$*"; pvfootprint "$@"; }

# The example's keys protect nothing; real ones are asked for at the terminal.
passphrase="example chain, no secret"
quietly() { pvfootprint "$@" --passphrase-fd 3 3<<<"$passphrase" >/dev/null; }
with() {  # with KEY COMMAND...: act with a key
    local key=$1; shift
    printf '%s $ pvfootprint %s\n' "$(basename "$key" .pem)" "$*"
    PVFOOTPRINT_KEY="$key" pvfootprint "$@" --passphrase-fd 3 3<<<"$passphrase"
}
as() {  # as PERSON COMMAND...: act with the key of a data steward
    local person=$1; shift
    with "keys/$person.pem" "$@"
}

say "A copy of the registry, and two data stewards 数据管理员"
run registry backup backup.db --registry "$certification/registry.db"
run registry restore backup.db
add() {  # add PERSON NAME-ZH NAME-EN
    quietly keys new --kind signing -o "keys/$1.pem"
    with "$certification/keys/administrator-a.pem" staff add "$1" --role data-steward \
        --name-zh "$2" --name-en "$3" --public "keys/$1.pem"
}
add steward-a "数据管理员 A" "Data steward A"
add steward-b "数据管理员 B" "Data steward B"

say "The owners' signed consents, plainly invented 授权书（示例）"
declare -A consent=([polysilicon]=statistics [wafer]=open [cell]=open [module]=closed)
stages=(polysilicon wafer cell module)
for stage in "${stages[@]}"; do
    python3 "$here/consent.py" "consents/$stage.pdf" "$stage" "${consent[$stage]}"
    echo "consents/$stage.pdf: ${consent[$stage]}"
done

certificate_of() {  # certificate_of STAGE: number of the newest certificate of a stage
    pvfootprint cert list --kind certificate --stage "$1" --json | python3 -c '
import json, sys
print(json.load(sys.stdin)["rows"][-1]["number"])'
}

say "Entry: one steward takes the inventories in 录入"
for stage in "${stages[@]}"; do
    given=(--consent "${consent[$stage]}" --paper "consents/$stage.pdf")
    [[ ${consent[$stage]} == open ]] && given+=(--licence CC-BY-4.0)
    as steward-a data ingest "$(certificate_of "$stage")" "${given[@]}"
done

say "Verification: another steward looks at what the program found, and judges 验证"
for number in 1 2 3 4; do
    as steward-b data verify "$number" --accept
done
run data list
run data show 2

say "Averages and statistics: one company of each product is too few, and is told so 平均数据集与统计"
if run data publish --stage wafer --technology mono-n --year 2025 --dry-run; then exit 1; fi
if as steward-a data publish --statistics --year 2025; then exit 1; fi
run data statistics

say "An owner lowers the consent: from now on the data go into nothing 变更授权"
as steward-a data consent 3 --consent closed
run data list

say "A new official grid factor, plainly invented: whom it concerns 监测更新"
python3 "$here/new_factor.py" library
run data monitor --library library -o monitoring

say "What may be shared goes into a signed package 共享"
as steward-a data package pilot-2025.zip --licence CC-BY-4.0
fingerprint=$(pvfootprint keys show keys/steward-a.pem --json | python3 -c '
import json, sys
print(json.load(sys.stdin)["keys"][0]["fingerprint"])')
export PVFOOTPRINT_LIBRARIES="$PWD/libraries"
run library install pilot-2025.zip --signer "$fingerprint" --accept-licence
run footprint wafer:mono-n:data-00002:CN@2025@pilot-2025 --per m2

say "Is every act of it sound? 核对"
run registry check

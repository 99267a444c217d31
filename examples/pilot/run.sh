#!/usr/bin/env bash
# The example chain from the first workbook to the certifier's check, with the commands that people
# type. Usage: examples/pilot/run.sh OUT; pvfootprint must be on the PATH.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: run.sh OUT}
# Keys are never overwritten, so what an earlier run made goes first; nothing else is ever removed.
if [[ -e "$out" && ! -e "$out/.example" ]]; then echo "$out is there already" >&2; exit 1; fi
rm -rf "$out"
mkdir -p "$out/received" "$out/keys"
cd "$out"
touch .example
cp "$here"/{module,cell,wafer}.xlsx received/

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
run() { printf '$ pvfootprint %s\n' "$*"; pvfootprint "$@"; }

# The example's keys protect nothing; real ones are asked for at the terminal.
passphrase="example chain, no secret"
with_passphrase() { run "$@" --passphrase-fd 3 3<<<"$passphrase"; }

say "A blank workbook for a supplier of cells 空白工作簿"
run workbook new --stage cell --language both --period 2025 -o cell-blank.xlsx

say "What came in: is it complete and plausible? 检查工作簿"
run workbook check received/*.xlsx "$here/polysilicon.xlsx"

say "The polysilicon maker shows its inventory to the certifier only 密封清单"
with_passphrase keys new --kind sealing -o keys/certifier.pem
with_passphrase keys new --kind signing -o keys/polysilicon.pem
with_passphrase submission seal "$here/polysilicon.xlsx" --to keys/certifier-certificate.pem \
    --key keys/polysilicon.pem -o received/polysilicon.pvfs

say "Who has answered, what is open? 供应链状态"
run submission status received || echo "(it ends with 1 as long as something is open)"

say "The footprint of the module over the whole chain 供应链碳足迹"
run footprint received/module.xlsx received/cell.xlsx received/wafer.xlsx received/polysilicon.pvfs

say "Does the study keep the rules of the pilot? 核对核算规则"
run rules check received --rules yancheng-pilot

say "The same module under other schemes 各国评价制度"
run schemes compare received

say "The study report 研究报告"
run report received --rules yancheng-pilot -o report

say "Where it comes from, how sure it is, what would lower it 热点、不确定性与减排"
run analyse hotspots received -o hotspots
run analyse uncertainty received -o uncertainty
run analyse reduce received --target 300 -o advice
run footprint received --scenario "$here/scenarios/green-cells.toml"

say "What the chain leader hands in, and the certifier's check 提交与核验"
run submission make received --evidence "$here/evidence" -o chain.pvf
run submission check chain.pvf
with_passphrase submission open chain.pvf --key keys/certifier.pem -o opened

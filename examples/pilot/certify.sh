#!/usr/bin/env bash
# The example chain from four applications to four certificates, with the commands that people type.
# Usage: examples/pilot/certify.sh OUT [REGISTRY [STAGE...]]; pvfootprint must be on the PATH. REGISTRY is
# a file in OUT by default, or the address of an empty PostgreSQL database.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: certify.sh OUT [REGISTRY]}
# Keys are never overwritten, so what an earlier run made goes first; nothing else is ever removed.
if [[ -e "$out" && ! -e "$out/.example" ]]; then echo "$out is there already" >&2; exit 1; fi
rm -rf "$out"
mkdir -p "$out"/{keys,received,applications,certificates}
cd "$out"
touch .example
export PVFOOTPRINT_REGISTRY=${2:-registry.db}
stages=("${@:3}")
[[ ${#stages[@]} -gt 0 ]] || stages=(polysilicon wafer cell module)

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
run() { printf '$ pvfootprint %s\n' "$*"; pvfootprint "$@"; }

# The example's keys protect nothing; real ones are asked for at the terminal.
passphrase="example chain, no secret"
quietly() { pvfootprint "$@" --passphrase-fd 3 3<<<"$passphrase" >/dev/null; }
as() {  # as PERSON COMMAND...: act with the key of a person
    local person=$1; shift
    printf '%s $ pvfootprint %s\n' "$person" "$*"
    PVFOOTPRINT_KEY="keys/$person.pem" pvfootprint "$@" --passphrase-fd 3 3<<<"$passphrase"
}

say "The certifier: people with a key each, and a test authority for its signature 认证机构的人员与密钥"
people="administrator-a intake-a evaluator-a auditor-a auditor-b auditor-c reviewer-a decision-maker-a
    signatory-a"
for person in $people; do quietly keys new --kind signing -o "keys/$person.pem"; done
quietly keys new --kind sealing -o keys/sealing.pem
quietly keys demo-ca -o keys/authority
as administrator-a registry init --person administrator-a --name-zh "管理员 A" --name-en "Administrator A"
add() {  # add PERSON ROLE NAME-ZH NAME-EN
    as administrator-a staff add "$1" --role "$2" --name-zh "$3" --name-en "$4" \
        --public "keys/$1.pem"
}
add intake-a intake "受理员 A" "Intake A"
add evaluator-a evaluator "评审员 A" "Evaluator A"
add auditor-a auditor "审核员 A" "Auditor A"
add auditor-b auditor "审核员 B" "Auditor B"
add auditor-c auditor "审核员 C" "Auditor C"
add reviewer-a reviewer "复核员 A" "Reviewer A"
add decision-maker-a decision-maker "决定人 A" "Decision-maker A"
add signatory-a signatory "签发人 A" "Signatory A"
run staff list

say "The polysilicon maker shows its inventory to the certifier only 密封清单"
quietly keys new --kind signing -o keys/polysilicon.pem
quietly submission seal "$here/polysilicon.xlsx" --to keys/sealing-certificate.pem \
    --key keys/polysilicon.pem -o received/polysilicon.pvfs

today=$(date -u +%F)
since=$(date -u -d "$today - 8 months" +%F)
declare -A inputs=(
    [polysilicon]="$here/polysilicon.xlsx"
    [wafer]="$here/wafer.xlsx received/polysilicon.pvfs"
    [cell]="$here/cell.xlsx $here/wafer.xlsx received/polysilicon.pvfs"
    [module]="$here/module.xlsx $here/cell.xlsx $here/wafer.xlsx received/polysilicon.pvfs"
)
documents="application-form business-licence process-flow bill-of-materials product-list site-list
    management-system meter-list reduction-plan consultants"

number_of() {  # number_of KIND STAGE: number of the application or the certificate of a stage
    pvfootprint cert list --json | python3 -c '
import json, sys
kind, stage = sys.argv[1:]
print(*(row["number"] for row in json.load(sys.stdin)["rows"]
        if (row["kind"], row["stage"]) == (kind, stage)))' "$1" "$2"
}

for stage in "${stages[@]}"; do
    folder=applications/$stage
    mkdir -p "$folder/documents"
    given=()
    for kind in $documents; do
        printf '示例文件 Example document: %s, %s\n' "$kind" "$stage" >"$folder/documents/$kind.txt"
        given+=(--document "$kind=$folder/documents/$kind.txt")
    done

    say "$stage: the company hands in its submission, the certifier takes it up 申请与受理"
    # shellcheck disable=SC2086  (several files)
    run submission make ${inputs[$stage]} --evidence "$here/evidence" -o "$folder/$stage.pvf"
    as intake-a cert apply "$folder/$stage.pvf" "${given[@]}" -o "$folder"
    application=$(number_of application "$stage")
    as intake-a cert accept "$application" -o "$folder"

    say "$stage: evaluation of the documents, on-site audit 文件评审与现场审核"
    as evaluator-a cert evaluate "$application" --system-since "$since" -o "$folder" \
        --open-with keys/sealing.pem --open-passphrase-fd 4 4<<<"$passphrase"
    as auditor-a cert plan-audit "$application" --start "$today" --end "$today" \
        --leader auditor-a --member auditor-b --member auditor-c -o "$folder"
    as auditor-a cert audit "$application" --checklist "$folder/checklist.xlsx"
    python3 "$here/fill_checklist.py" "$folder/checklist.xlsx" "$folder/checklist-filled.xlsx" "$stage"
    as auditor-a cert audit "$application" "$folder/checklist-filled.xlsx" -o "$folder"
    if [[ $stage == cell ]]; then
        echo "calibration of meter 3, renewed (example)" >"$folder/calibration-m3.txt"
        as auditor-b cert correct "$application" F1 --evidence "$folder/calibration-m3.txt" \
            --action-zh "已重新检定，电量经核对无偏差。" \
            --action-en "Calibrated again; its readings were compared and hold." -o "$folder"
    fi

    say "$stage: review, decision, certificate, labels and licence 复核、决定与发证"
    as reviewer-a cert review "$application" --recommend grant -o "$folder" \
        --remark-zh "资料完整，数值可复算。" --remark-en "All is there, and the value comes out again."
    as decision-maker-a cert decide "$application" --grant -o "$folder" \
        --reason-zh "符合方案全部准则。" --reason-en "Every criterion of the scheme holds."
    as signatory-a cert issue "$application" -o "certificates/$stage" \
        --certifier-key keys/authority/certifier.p12 --certifier-passphrase-fd 4 4<<<"$passphrase"
done

say "What stands in the registry, and what is to be done 证书状态与待办"
run cert list
run cert next
run cert next --on "$(date -u -d "$today + 1 year" +%F)"

say "Is it sound? An anchor kept elsewhere shows a cut-off tail 核对登记库"
run registry head -o head.json
run registry check --against head.json
run registry backup backup.db

say "What anyone who holds a certificate can see 验证证书"
for stage in "${stages[@]}"; do
    number=$(number_of certificate "$stage")
    run verify "certificates/$stage/$number.pdf" --registry "$PVFOOTPRINT_REGISTRY" \
        --issuer keys/authority/ca.pem
done

say "Does the value of the last one come out again? 复算"
run cert reproduce "$number"

#!/usr/bin/env bash
# The public register of the example's certificates: published, one of them withdrawn, published again,
# and checked as anybody can check it. Usage: examples/pilot/register.sh OUT CERTIFICATION, where
# CERTIFICATION is what certify.sh wrote; it stays as it is. pvfootprint must be on the PATH.
set -euo pipefail

out=${1:?usage: register.sh OUT CERTIFICATION}
certification=$(cd "${2:?usage: register.sh OUT CERTIFICATION}" && pwd)
# What an earlier run made goes first; nothing else is ever removed.
if [[ -e "$out" && ! -e "$out/.example" ]]; then echo "$out is there already" >&2; exit 1; fi
rm -rf "$out"
mkdir -p "$out"
cd "$out"
touch .example
cp -r "$certification/keys" keys
export PVFOOTPRINT_REGISTRY=registry.db

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
number_of() {  # number_of STAGE: number of the certificate of a stage
    pvfootprint cert list --json | python3 -c '
import json, sys
print(*(row["number"] for row in json.load(sys.stdin)["rows"]
        if (row["kind"], row["stage"]) == ("certificate", sys.argv[1])))' "$1"
}
# Where the labels' QR codes lead: the address of the certificates' scheme.
address=https://register.certifier.example

say "A copy of the example's registry, and a publisher 恢复登记库并增设发布员"
PVFOOTPRINT_REGISTRY="$certification/registry.db" pvfootprint registry backup backup.db >/dev/null
run registry restore backup.db
quietly keys new --kind signing -o keys/publisher-a.pem
as administrator-a staff add publisher-a --role publisher --name-zh "发布员 A" \
    --name-en "Publisher A" --public keys/publisher-a.pem

say "The register is published 发布登记簿"
as publisher-a registry publish site --base-url "$address"

say "The wafer's certificate is withdrawn: the register shows it, and what stands on it 撤销硅片证书"
wafer=$(number_of wafer)
as decision-maker-a cert withdraw "$wafer" -o papers \
    --reason-zh "示例：获证条件不再满足。" --reason-en "Example: the conditions no longer hold."
as publisher-a registry publish site --base-url "$address"

say "Anybody can check a certificate against the register alone 任何人均可核验"
# A certifier tells the fingerprint of the register's key in other places, too: on paper, by telephone.
fingerprint=$(pvfootprint keys show keys/publisher-a.pem --json | python3 -c '
import json, sys
print(json.load(sys.stdin)["keys"][0]["fingerprint"])')
for stage in polysilicon wafer module; do
    run verify "site/c/$(number_of "$stage")/certificate.pdf" --register site \
        --register-key "$fingerprint" --issuer keys/authority/ca.pem || echo "exit code $?"
done

say "Look at it 查看登记簿"
echo "pvfootprint registry serve $PWD/site"
echo "then open http://127.0.0.1:8000/ and http://127.0.0.1:8000/c/$wafer"

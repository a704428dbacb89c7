#!/usr/bin/env bash
# Prepares a container for grading. Gradescope runs this once, when it builds the image of an assignment, and
# the Dockerfile of socketlings runs it, too. Tools that are there already are not installed again.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$source/environment.sh"

missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
for tool in curl git python3; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update --quiet
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends \
        ca-certificates "${missing[@]}"
fi

if ! command -v cargo >/dev/null; then
    curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs |
        sh -s -- -y --profile minimal --default-toolchain 1.95 --no-modify-path
    # Cargo locks this folder, and the grader runs cargo.
    chmod --recursive a+rwX "$CARGO_HOME"
fi

# Root may do more than a student, so programs would behave differently.
if [ "$(id -u)" = 0 ] && ! id "$grader" >/dev/null 2>&1; then
    useradd --create-home "$grader"
fi

# The checker that the archive holds must run on this system. If it does not, the image is not built.
install -D --mode=755 "$source/checker" "$root/bin/socketlings"
socketlings --version

# Fetches the crates of the lessons, because grading is off line.
work=$(mktemp --directory)
chmod 777 "$work"
as_grader socketlings init --no-git "$work/lab"
rm --recursive --force "$work"

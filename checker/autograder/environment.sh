# What setup.sh and run_autograder share. Each value can be set from outside, as a test does.

# The folder with `source`, `submission` and `results`, by Gradescope's specification.
root=${AUTOGRADER:-/autograder}

# The user who builds and runs submissions, if the container's user is root.
grader=${GRADER:-grader}

export CARGO_HOME=${CARGO_HOME:-/usr/local/cargo} RUSTUP_HOME=${RUSTUP_HOME:-/usr/local/rustup}
export PATH=$root/bin:$CARGO_HOME/bin:$PATH

as_grader() {
    if [ "$(id -u)" != 0 ] || [ "$(id -un)" = "$grader" ]; then
        "$@"
    else
        runuser --user "$grader" -- env HOME="$(getent passwd "$grader" | cut --delimiter=: --fields=6)" "$@"
    fi
}

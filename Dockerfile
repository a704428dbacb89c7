# An image for classes. It holds the checker, Rust, Python, and the crates that the lessons use.
#
#   docker build --tag socketlings .
#   docker run --rm --security-opt seccomp=unconfined --volume "$PWD:/work" --workdir /work \
#       socketlings socketlings grade class
#
# Gradescope's harness is in an image of its own. An image for Gradescope begins with that one:
#
#   docker build --tag NAME/socketlings --build-arg BASE=gradescope/autograder-base:ubuntu-22.04 .
ARG BASE=rust:1.95-slim-bookworm

FROM rust:1.95-bookworm AS build
COPY . /course
RUN cargo install --path /course/checker --locked --root /out

FROM ${BASE}
COPY checker/autograder /autograder/source
COPY --from=build /out/bin/socketlings /autograder/source/checker
RUN /autograder/source/setup.sh && cp /autograder/source/run_autograder /autograder/
ENV PATH=/autograder/bin:/usr/local/cargo/bin:$PATH

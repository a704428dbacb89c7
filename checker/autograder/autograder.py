#!/usr/bin/env python3
"""Grades a student's repository in Classroom 50: writes ./result.json.

Copy this file to CLASSROOM/autograders/ASSIGNMENT/autograder.py, choose the lessons, and name an image with
socketlings in the assignment's `runtime` block.
"""

import pathlib
import subprocess
import sys

LESSONS = ["all"]

command = ["socketlings", "check", *LESSONS, "--format", "classroom50"]
report = subprocess.run(command, stdout=subprocess.PIPE).stdout
if not report:
    # The runner reports this as an error of the infrastructure, and takes no points.
    sys.exit("The checker failed. This is not the fault of the submission.")
pathlib.Path("result.json").write_bytes(report)

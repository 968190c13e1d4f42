"""`backproof autograder`: write a Gradescope autograder for an assignment."""

import sys
from pathlib import Path

from backproof.submissions import autograder, reports
from backproof.submissions.assignment import InvalidAssignment, load


def run(assignment: str, output: Path) -> int:
    """Write the zip and return the exit status."""
    if output.suffix != ".zip":
        print(f"{output}: Gradescope wants a .zip file; write -o {output.stem or 'autograder'}.zip", file=sys.stderr)
        return 2
    try:
        data = autograder.build(load(assignment))
        reports.write_bytes(output, data)
    except InvalidAssignment as error:
        print(str(error), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{output}: cannot be written ({error.strerror}); check the folder", file=sys.stderr)
        return 2
    print(f"wrote {output} ({len(data) // 1024} KB): upload it on Gradescope under Configure Autograder")
    return 0

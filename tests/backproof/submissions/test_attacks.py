"""Attacks by our own hand. None gains a point, none hangs the grader, none harms it or the next submission.

Every attack is followed by functions that are wrong (the identity), so an honest grader gives 0 points.
"""

import os
import time
from pathlib import Path

import pytest

from backproof.submissions import reports
from backproof.submissions.assignment import parse
from backproof.submissions.judge import LOAD_SECONDS, Grading
from backproof.submissions.results import Report
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.sources import Source

TASK = """
[limits]
call = 0.7
total = 3.0
[[function]]
name = "sigmoid"
contract = "sigmoid"
points = 1
lend = true
[[function]]
name = "softmax"
contract = "softmax"
points = 2
[[function]]
name = "cross_entropy_loss"
contract = "cross-entropy"
points = 2
[[function]]
name = "create_weight_matrices"
contract = "weight-matrices"
points = 1
"""
STUBS = """
def sigmoid(x): return x
def softmax(x): return x
def cross_entropy_loss(y, yHat): return yHat
def create_weight_matrices(dims): return dims
"""
HONEST = """
import numpy as np
def sigmoid(x): return np.exp(-np.logaddexp(0, -x))
def softmax(x):
    e = np.exp(x - x.max()); return e / e.sum()
def cross_entropy_loss(y, yHat): return -np.log(yHat[y == 1]).sum()
def create_weight_matrices(dims): return [np.random.normal(size=(a, b)) for a, b in zip(dims, dims[1:])]
"""

# Attacks that answer at once. `{name}` functions defined by an attack come after the stubs and replace them.
QUICK = {
    "exit at import": "import os; os._exit(0)",
    "sys.exit at import": "import sys; sys.exit(0)",
    "exit in the function": "import os\ndef softmax(x): os._exit(0)",
    "SystemExit in the function": "def softmax(x): raise SystemExit(0)",
    "KeyboardInterrupt": "def softmax(x): raise KeyboardInterrupt",
    "GeneratorExit": "def softmax(x): raise GeneratorExit",
    "an exception that lies": "class E(Exception):\n    def __str__(self): raise SystemExit\ndef softmax(x): raise E",
    "segmentation fault": "import ctypes\ndef softmax(x): ctypes.string_at(0)",
    "abort": "import os\ndef softmax(x): os.abort()",
    "recursion": "def softmax(x): return softmax(x)",
    "recursion in C": "import sys\nsys.setrecursionlimit(10**9)\ndef softmax(x): return softmax(x)",
    "forged results on stdout": "print('{\"score\": 100, \"tests\": []}')\nprint('score: 100/100 PASSED')",
    "forged result file": "open('results.json', 'w').write('{\"score\": 100}')",
    "forged gradescope file": "import os\nos.makedirs('/autograder/results', exist_ok=True)\nopen('/autograder/results/results.json', 'w').write('{\"score\": 100}')",
    "equals everything": "class A:\n    def __eq__(self, o): return True\n    def __le__(self, o): return True\n    def __sub__(self, o): return 0\n    def __array__(self, *a, **k): return self\ndef softmax(x): return A()",
    "array subclass": "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return np.ones(self.shape, bool)\n    def __array_ufunc__(self, *a, **k): return 0.0\ndef softmax(x): return x.view(A)",
    "float subclass": "class F(float):\n    def __eq__(self, o): return True\n    def __float__(self): return 0.0\ndef cross_entropy_loss(y, yHat): return F(0)",
    "NaN": "import numpy as np\ndef softmax(x): return np.full_like(x, np.nan)\ndef cross_entropy_loss(y, yHat): return float('nan')\nsigmoid = softmax",
    "infinity": "import numpy as np\ndef softmax(x): return np.full_like(x, np.inf)\nsigmoid = softmax",
    "masked": "import numpy as np\ndef softmax(x): return np.ma.masked_all_like(x)\nsigmoid = softmax\ndef cross_entropy_loss(y, p): return np.ma.masked",
    "empty": "import numpy as np\ndef softmax(x): return np.zeros((0,))\nsigmoid = softmax\ndef cross_entropy_loss(y, p): return np.zeros((0,))",
    "object array": "import numpy as np\ndef softmax(x): return np.array([None] * len(x), dtype=object)",
    "structured array": "import numpy as np\ndef softmax(x): return np.zeros(x.shape, dtype=[('a', 'f8')])",
    "text array": "import numpy as np\ndef softmax(x): return np.array(['0.5'] * x.size)",
    "broadcastable": "import numpy as np\ndef softmax(x): return np.array([[0.5]])",
    "None": "def softmax(x): pass\nsigmoid = cross_entropy_loss = softmax",
    "generator": "def softmax(x): yield 1.0",
    "patched numpy": "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\nnp.testing.assert_allclose = lambda *a, **k: None\nnp.all = lambda *a, **k: True\nnp.ndarray.all = None",
    "patched isfinite": "import numpy as np\nnp.isfinite = lambda *a, **k: True\nnp.abs = lambda *a, **k: 0",
    "patched builtins": "import builtins\nbuiltins.len = lambda x: 1\nbuiltins.isinstance = lambda *a: True\nbuiltins.abs = lambda x: 0",
    "patched codec": "import backproof.submissions.frames as f\nf.decode = lambda b: None\nf.encode = lambda v: b'\\x01\\0\\0\\0T'",
    "patched worker": "import sys\nfor m in list(sys.modules.values()):\n    if 'session' in getattr(m, '__name__', ''): m.Worker.reply = lambda *a: {'is': 'value', 'value': 1.0}",
    "imports the reference": "from numerics.functions import softmax, sigmoid",
    "imports the judge": "from backproof.submissions.contracts import pointwise\nfrom backproof.submissions.compare import Close\nsoftmax = lambda x: Close(x)",
    "imports the reference by path": "import sys, glob\nsys.path += glob.glob('/*') + glob.glob('/*/*') + ['/', '.', '..']\nfrom numerics.functions import softmax",
    "walks the frames": "import sys\ndef softmax(x):\n    f = sys._getframe()\n    while f:\n        for v in list(f.f_locals.values()):\n            if callable(getattr(v, 'expect', None)): return v.expect(x)\n        f = f.f_back\n    return x",
    "walks the garbage collector": "import gc\ndef softmax(x):\n    for o in gc.get_objects():\n        if getattr(o, '__name__', '') in ('softmax', 'expect') and o is not softmax and callable(o): return o(x)\n    return x",
    "walks subclasses": "def softmax(x):\n    for c in object.__subclasses__():\n        if c.__name__ in ('Property', 'Contract', 'Close'): return c(x)\n    return x",
    "reads the environment": "import os\ndef softmax(x): return str(dict(os.environ))",
    "reads its parent's memory": "import os\ndef softmax(x): return open(f'/proc/{os.getppid()}/mem', 'rb').read(10)",
    "reads the command line": "import os\ndef softmax(x): return open(f'/proc/{os.getppid()}/cmdline').read()",
    "reads the password file": "def softmax(x): return open('/etc/passwd').read()",
    "lists the disk": "import os\nfound = [os.path.join(d, f) for d, _, fs in os.walk('/') for f in fs if f.endswith('.toml')]\ndef softmax(x): return found",
    "symbolic link": "import os\nos.symlink('/etc/passwd', 'a')\ndef softmax(x): return open('a').read()",
    "hard link": "import os\nos.link('/etc/passwd', 'a')\ndef softmax(x): return open('a').read()",
    "writes to /tmp": "open('/tmp/backproof-attack', 'w').write('x')",
    "writes to shared memory": "open('/dev/shm/backproof-attack', 'w').write('x')",
    "shared memory object": "from multiprocessing import shared_memory\nshared_memory.SharedMemory('backproof_attack', create=True, size=10)",
    "leaves a thread": "import threading, time\nthreading.Thread(target=lambda: time.sleep(99)).start()",
    "leaves a child": "import os, time\nif os.fork() == 0: time.sleep(99)",
    "starts a program": "import subprocess\nsubprocess.Popen(['sleep', '99'])",
    "executes another program": "import os\nos.execv('/bin/sh', ['sh', '-c', 'echo'])",
    "fork bomb": "import os\nwhile True: os.fork()",
    "kills its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "kills everyone": "import os, signal\nos.kill(-1, signal.SIGKILL)\nos.killpg(0, 9)",
    "signals through a pipe's owner": "import fcntl, os\nr, w = 0, 1\nfcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())\nfcntl.fcntl(3, 10, 9)\nfcntl.fcntl(3, fcntl.F_SETFL, os.O_ASYNC)",
    "traces its parent": "import ctypes, os\nctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)",
    "memory bomb": "import numpy as np\ndef softmax(x): return np.ones(10**11)",
    "memory bomb in steps": "def softmax(x):\n    a = []\n    while True: a.append(bytearray(10**7))",
    "file bomb": "for k in range(10**4): open(f'f{k}', 'w')",
    "open file bomb": "a = [open('/dev/null') for k in range(10**4)]",
    "large answer": "import numpy as np\ndef softmax(x): return np.zeros((5000, 5000))",
    "large nested answer": "def softmax(x): return [[[0.0] * 1000] * 1000] * 1000",
    "large text answer": "def softmax(x): return 'x' * 10**8",
    "self-containing answer": "def softmax(x):\n    a = []; a.append(a); return a",
    "deep answer": "def softmax(x):\n    a = x\n    for _ in range(10**5): a = [a]\n    return a",
    "huge integer": "def softmax(x): return 10**10000",
    "large exception": "def softmax(x): raise ValueError('x' * 10**8)",
    "pickle": "import pickle\nclass P:\n    def __reduce__(self): return (eval, ('1/0',))\ndef softmax(x): return pickle.dumps(P())",
    "npy file": "def softmax(x): return b'\\x93NUMPY\\x01\\0\\xff\\xff' + b'\\x80\\x04' * 100",
    "network": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:80')\nimport socket\nsocket.socket()",
    "forged frame": "import os\nos.write(3, b'\\x01\\0\\0\\0T' * 50)",
    "forged description": "import os, struct\ndef s(t): return b'S' + struct.pack('<I', len(t)) + t\nb = b'M' + struct.pack('<I', 2) + s(b'is')[1:] \nos.write(3, struct.pack('<I', len(b)) + b)",
    "oversized frame": "import os\ndef softmax(x): os.write(3, b'\\xff\\xff\\xff\\xff' + b'x' * 1000)",
    "random frames": "import os\ndef softmax(x): os.write(3, os.urandom(5000))",
    "unknown callback": "import os, struct\nfrom backproof.submissions import frames\ndef softmax(x): os.write(3, frames.encode({'is': 'callback', 'number': 99, 'arguments': []}))",
    "closes its channel": "import os\nos.closerange(0, 100)",
    "shuts its channel": "import os\nos.dup2(1, 3)",
    "lent helper answers": "from nowhere import sigmoid as lent\ndef sigmoid(x): return lent(x)",
    "lent helper as is": "del sigmoid\nfrom nowhere import sigmoid",
    "guesses": "import numpy as np\nrng = np.random.default_rng()\ndef softmax(x): return rng.dirichlet(np.ones(len(x)))",
    "right half the time": "import numpy as np, random\ndef softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum() if random.random() < 0.9 else x",
    "right at first": "import numpy as np\nn = [0]\ndef softmax(x):\n    n[0] += 1\n    e = np.exp(x - x.max())\n    return e / e.sum() if n[0] < 20 else x",
    "right on small input": "import numpy as np\ndef softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum() if len(x) < 3 else x",
    "same draw": "import numpy as np\ndef create_weight_matrices(dims): return [np.full((a, b), np.random.normal()) for a, b in zip(dims, dims[1:])]",
    "terminal escapes": "def softmax(x): raise ValueError('\\x1b[2J\\x1b]0;owned\\x07 [bold]score[/bold] <script>alert(1)</script>')",
    "name is not what it seems": "class M(type):\n    def __instancecheck__(c, o): return True\nclass F(metaclass=M):\n    __code__ = property(lambda s: 1/0)\n    def __call__(self, x): return x\nsoftmax = F()",
    "callable that runs code when asked": "class C:\n    @property\n    def __class__(self): import os; os._exit(0)\n    def __call__(self, x): return x\nsoftmax = C()",
    "broken syntax": "def softmax(x:\n return",
    "null byte": "def softmax(x): return x\0",
    "deeply nested source": "x = " + "(" * 5000 + ")" * 5000,
    "changes the alarm": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nsignal.setitimer(signal.ITIMER_REAL, 0)",
}  # fmt: skip

# By somebody who has read the worker's source: it runs in the same process and belongs to the submission.
READERS = {
    "array subclass that finalizes": "import numpy as np\nclass A(np.ndarray):\n    def __array_finalize__(self, o): self.strides_seen = 1; (o is not None) and o.setflags(write=True)\n    dtype = property(lambda s: np.dtype('f4')); shape = property(lambda s: (1,))\ndef softmax(x): return x.view(A)\nsigmoid = softmax",
    "dtype that lies about its size": "import ctypes, numpy as np\ndef softmax(x):\n    d = np.dtype('f8'); ctypes.c_long.from_address(id(d) + 40).value = 1; return x\nsigmoid = softmax",
    "structured scalar": "import numpy as np\ndef cross_entropy_loss(y, p): return np.zeros((), [('a', 'f8'), ('b', 'O')])[()]\ndef softmax(x): return np.rec.fromarrays([x])",
    "patched numpy encoder": "import numpy as np\nnp.ascontiguousarray = lambda a, dtype=None: np.full(a.shape, 1 / max(1, a.size))\nnp.asarray = lambda *a, **k: 0.5",
    "profile and trace": "import sys\ndef spy(frame, event, arg):\n    for k in ('request', 'answer', 'value'):\n        if k in frame.f_locals: frame.f_locals[k] = {'is': 'value', 'value': 1.0}\n    return spy\nsys.setprofile(spy); sys.settrace(spy)",
    "at exit": "import atexit, os\natexit.register(os.write, 3, b'\\x01\\0\\0\\0T')\nimport sys\ndef softmax(x): sys.exit(0)",
    "collector callback": "import gc, os\ngc.callbacks.append(lambda *a: os.write(3, b'\\x01\\0\\0\\0T'))\ndef softmax(x): gc.collect(); return x",
    "answers before the question": "import os\nfrom backproof.submissions import frames\nok = frames.encode({'is': 'value', 'value': 0.5})\ndef sigmoid(x): os.write(3, ok * 400); return x\nsoftmax = cross_entropy_loss = create_weight_matrices = sigmoid",
    "stack overflow in C": "import threading, ctypes\nf = ctypes.CFUNCTYPE(None)(lambda: f())\ndef softmax(x): f(); return x",
    "maps its channel": "import mmap, os\ndef softmax(x): return mmap.mmap(3, 4096)[:10]\ndef sigmoid(x): return os.readlink('/proc/self/fd/3')\ndef cross_entropy_loss(y, p): return open('/proc/self/maps').read()",
    "traced by nobody": "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\ndef softmax(x): return libc.ptrace(0, 0, 0, 0) + libc.ptrace(16, 1, 0, 0)\ndef sigmoid(x): return libc.syscall(310, os.getppid(), 0, 0, 0, 0, 0)",
    "signal handler answers": "import os, signal\nsignal.signal(signal.SIGUSR1, lambda *a: os.write(3, b'\\x01\\0\\0\\0T'))\ndef softmax(x): os.kill(os.getpid(), signal.SIGUSR1); return x",
}  # fmt: skip

# Attacks on patience. Each runs into a limit, so each takes seconds.
SLOW = {
    "sleeps at import": "import time\ntime.sleep(10**6)",
    "sleeps at import, deaf": "import time, signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    try: time.sleep(10)\n    except BaseException: pass",
    "sleeps in every function": "import time\ndef softmax(*a): time.sleep(10**6)\nsigmoid = cross_entropy_loss = create_weight_matrices = softmax",
    "sleeps just below the limit": "import time\ndef softmax(*a):\n    time.sleep(0.6); return a[0]\nsigmoid = cross_entropy_loss = create_weight_matrices = softmax",
    "ignores signals": "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except Exception: pass\ndef softmax(x):\n    while True: pass",
    "blocks signals": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ndef softmax(x):\n    while True: pass",
    "loops in C": "def softmax(x): return sum(range(10**15))",
    "regular expression bomb": "import re\ndef softmax(x): re.match('(a+)+$', 'a' * 60 + 'b')",
    "exponent bomb": "def softmax(x): return 10 ** 10 ** 10",
    "prints for ever": "def softmax(x):\n    while True: print('x' * 10**6)",
    "writes to stderr for ever": "import os\ndef softmax(x):\n    while True: os.write(2, b'x' * 10**6)",
    "calls back for ever": "from backproof.submissions import frames\nimport os\ndef softmax(x):\n    while True: os.write(3, frames.encode({'is': 'callback', 'number': 1, 'arguments': [1.0]}))",
    "sends frames for ever": "import os\ndef softmax(x):\n    while True: os.write(3, b'\\x01\\0\\0\\0T' * 10000)",
    "stops itself": "import os, signal\ndef softmax(x):\n    os.kill(os.getpid(), signal.SIGSTOP)\n    signal.pause()",
    "never reads": "import os, time\ndef softmax(x):\n    os.close(3); time.sleep(10**6)",
    "slow equality": "import time\nclass A:\n    def __array__(self, *a, **k): time.sleep(10**6)\n    def __len__(self): time.sleep(10**6)\ndef softmax(x): return A()",
    "sleeps in a destructor": "import time\nclass A:\n    def __del__(self): time.sleep(10**6)\ndef softmax(x): A(); return x",
    "dribbles on stdout": "import os, time\ndef softmax(x):\n    while True: os.write(1, b'x'); time.sleep(0.005)",
    "dribbles a frame": "import os, time\ndef softmax(x):\n    os.write(3, b'\\0\\0\\0\\1')\n    while True: os.write(3, b'x'); time.sleep(0.005)",
    "dribbles callbacks": "import os, time\nfrom backproof.submissions import frames\ndef softmax(x):\n    while True: os.write(3, frames.encode({'is': 'callback', 'number': 1, 'arguments': [1.0]})); time.sleep(0.005)",
    "compiles for ever": "exec('x = ' + '-' * 10**6 + '1')",
}  # fmt: skip

LIMIT = 3.0 + LOAD_SECONDS + 2.0


def _graded(sandbox: Sandbox, attack: str) -> tuple[Report, float]:
    source = Source("attack.py", [STUBS + "\n" + attack + "\n"], notebook=False)
    started = time.monotonic()
    report = Grading(sandbox, parse(TASK, "attacked"), source).run()
    return report, time.monotonic() - started


def _children() -> set[str]:
    """Processes that descend from this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[entry.name] = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
    found, wave = set[str](), {str(os.getpid())}
    while wave:
        wave = {child for child, parent in parents.items() if parent in wave}
        found |= wave
    return found


def _check(sandbox: Sandbox, attack: str) -> None:
    before = _children()
    report, seconds = _graded(sandbox, attack)
    assert report.score == 0, [(f.name, f.verdict, f.points) for f in report.functions]
    assert seconds < LIMIT
    assert len(reports.as_html([report])) < 256_000
    assert len(str(reports.gradescope(report))) < 256_000
    assert _children() <= before, "a process was left behind"


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_attack_gains_nothing(sandbox: Sandbox, name: str) -> None:
    _check(sandbox, QUICK[name])


@pytest.mark.parametrize("name", READERS)
def test_whoever_reads_the_source_gains_nothing(sandbox: Sandbox, name: str) -> None:
    _check(sandbox, READERS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_a_slow_attack_gains_nothing_and_ends_in_time(sandbox: Sandbox, name: str) -> None:
    _check(sandbox, SLOW[name])


@pytest.mark.parametrize(
    "name", ["sleeps in every function", "prints for ever", "dribbles on stdout", "dribbles a frame"]
)
def test_patience_is_limited(sandbox: Sandbox, name: str) -> None:
    _check(sandbox, SLOW[name])


def test_an_honest_submission_is_unharmed_by_those_before_it(sandbox: Sandbox) -> None:
    for name in ("kills its parent", "kills everyone", "memory bomb in steps", "closes its channel", "patched codec"):
        _graded(sandbox, QUICK[name])
    source = Source("honest.py", [HONEST], notebook=False)
    report = Grading(sandbox, parse(TASK, "attacked"), source).run()
    assert report.score == report.max_score, [(f.name, f.verdict, f.diagnosis) for f in report.functions]


def test_no_trace_of_an_attack_is_left_on_disk() -> None:
    for path in ("/tmp/backproof-attack", "/dev/shm/backproof-attack", "/autograder/results/results.json"):
        assert not Path(path).exists()

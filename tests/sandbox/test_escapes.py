"""Every known escape is blocked at every level. Each attempt runs as a student's cell."""

import ctypes
import os
import socket
from pathlib import Path

import pytest

import autograder
from autograder.model import Limits, Probe, Stop, Stopped
from tests.sandbox.conftest import EVERY_LEVEL, QUICK

PACKAGE = Path(autograder.__file__).parent

HELPERS = """
import ctypes, fcntl, glob, mmap, os, posix, signal, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def refused(act):
    try:
        result = act()
    except BaseException as error:
        return type(error).__name__
    return None if not isinstance(result, int) or isinstance(result, bool) or result >= 0 else 'negative'
"""


def attempt(harness, expression, **names):
    """Evaluate an expression in the sandbox; return the name of its error, or None if it succeeds."""
    given = "\n".join(f"{name} = {value!r}" for name, value in names.items())
    (result,) = harness.cells(f"{HELPERS}{given}\nprint(refused(lambda: {expression}))")
    assert result.raised is None, result
    assert result.stopped is None, result
    said = result.outputs[-1]["text"].strip()
    return None if said == "None" else said


def test_attempt_helper_distinguishes_success_from_failure(every_level):
    assert attempt(every_level, "1") is None
    assert attempt(every_level, "open('mine', 'w').write('x')") is None
    assert attempt(every_level, "1 / 0") == "ZeroDivisionError"
    assert attempt(every_level, "libc.close(99)") == "negative"


@pytest.mark.parametrize(
    "act",
    [
        "open(path).read()",
        "os.listdir(folder)",
        "open(folder + '/new', 'w')",
        "os.remove(path)",
        "os.rename(path, folder + '/moved')",
        "os.link(path, 'mine')",
        "os.chmod(path, 0o777)",
        "os.chown(path, -1, -1)",
        "os.utime(path)",
        "os.truncate(path, 0)",
        "os.setxattr(path, 'user.x', b'x')",
        "os.mkfifo(folder + '/fifo')",
        "os.open(path, os.O_RDONLY | os.O_TRUNC)",
        "(os.symlink(path, 'link'), open('link').read())",
        "open('/proc/self/root' + path).read()",
        "open('/proc/self/cwd/../../../..' + path).read()",
        "os.mkdir(folder + '/new')",
    ],
)
def test_world_writable_file_is_unreachable(every_level, tmp_path, act):
    tmp_path.chmod(0o777)
    for parent in tmp_path.parents[:3]:
        if parent.owner() == tmp_path.owner() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
    path = tmp_path / "file"
    path.write_text("something")
    path.chmod(0o666)
    before = path.stat()
    assert attempt(every_level, act, path=str(path), folder=str(tmp_path)) is not None
    assert path.read_text() == "something"
    assert path.stat().st_mode == before.st_mode
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


PRIVATE = """
/etc/passwd /etc/hostname /root /home /proc/self/environ /proc/1/mem /sys /usr/bin /var /run /boot
/dev/zero /dev/mem /dev/shm
"""


@pytest.mark.parametrize("path", PRIVATE.split())
def test_files_of_the_machine_are_unreadable(every_level, path):
    assert attempt(every_level, "os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(1)", path=path)


def test_libraries_are_read_only(every_level):
    for module in ("numpy", "json", "inside"):
        act = f"open(sys.modules.get({module!r}, os).__file__, 'a')"
        assert attempt(every_level, f"(__import__({module!r}), {act})") is not None


@pytest.mark.parametrize(
    "act",
    [
        "__import__('autograder')",
        "__import__('nbgrader')",
        "__import__('autograder.assignments.reference.rnn')",
        "(sys.path.append(folder), sys.path_importer_cache.clear(), __import__('autograder'))",
        "open(folder + '/autograder/model/errors.py').read()",
        "os.listdir(folder + '/autograder')",
        "__import__('runpy').run_path(folder + '/autograder/model/errors.py')",
        "__import__('importlib.metadata').metadata.version('rnn-autograder').strip()",
        "__import__('importlib.metadata').metadata.version('nbgrader').strip()",
        "open(os.path.dirname(sys.modules['inside'].__file__) + '/../selftest.py').read()",
    ],
)
def test_grader_package_is_absent(every_level, act):
    assert attempt(every_level, act, folder=str(PACKAGE.parent)) is not None


def test_shared_memory_holds_no_grader_modules(every_level):
    loaded = every_level.text("import sys\nprint(*{name.split('.')[0] for name in sys.modules})").split()
    assert {"numpy", "sympy", "inside"} <= set(loaded)
    assert not {"autograder", "nbgrader", "zmq", "pyseccomp"} & set(loaded)


def test_environment_of_the_grader_is_hidden(every_level, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    known = {"PATH", "LANG", "HOME", "TMPDIR", "PWD", "MPLBACKEND", "MPLCONFIGDIR", "IPYTHONDIR", "MALLOC_ARENA_MAX"}
    known |= {"JOBLIB_MULTIPROCESSING"}
    known |= {"MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "LC_CTYPE"}
    names = every_level.text("import os\nprint(*os.environ)").split()
    assert set(names) - known <= {name for name in names if name.startswith(("KMP_", "_"))}


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', port), 1)",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
        "__import__('urllib.request').request.urlopen(f'http://127.0.0.1:{port}', timeout=1)",
        "socket.getaddrinfo('localhost', port)[0][4] and socket.create_server(('', 0))",
    ],
)
def test_network_is_unreachable_even_on_this_machine(every_level, act):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.01)
        assert attempt(every_level, act, port=listener.getsockname()[1]) is not None
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "act",
    [
        "os.fork()",
        "posix.fork()",
        "posix.forkpty()",
        "1 / (posix.system('true') == 0)",
        "os.popen('true')",
        "subprocess.run(['true'])",
        "posix.posix_spawn(sys.executable, ['python'], {})",
        "os.execv('/usr/bin/true', ['true'])",
        "os.execv(sys.executable or '/proc/self/exe', ['python', '-c', ''])",
        "libc.syscall(435, ctypes.create_string_buffer(88), 88)",
        "libc.clone(None, None, 0x11, None)",
        "__import__('multiprocessing').Process(target=print).start()",
        "__import__('multiprocessing').Pool(1)",
        "get_ipython().getoutput('echo x')[0][99]",
    ],
)
def test_processes_cannot_be_started(every_level, act):
    assert attempt(every_level, act) is not None


@pytest.mark.parametrize(
    "act",
    [
        "os.kill(grader, 0)",
        "os.kill(os.getpid(), 0)",
        "os.kill(-1, 0)",
        "os.killpg(0, 0)",
        "os.pidfd_open(grader)",
        "fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, grader)",
        "fcntl.fcntl(os.pipe()[0], 15, ctypes.create_string_buffer(8).raw)",
        "libc.syscall(234, grader, grader, 0)",
        "libc.sigqueue(grader, 0, None)",
        "libc.ptrace(16, grader, None, None)",
        "libc.process_vm_readv(grader, None, 0, None, 0, 0)",
        "open(f'/proc/{grader}/mem')",
        "open(f'/proc/{grader}/environ')",
        "os.setpriority(os.PRIO_PROCESS, 0, -5)",
        "os.sched_setaffinity(grader, {0})",
        "__import__('resource').prlimit(grader, 0)",
    ],
)
def test_other_processes_are_unreachable(every_level, act):
    assert attempt(every_level, act, grader=os.getpid()) is not None


READ_MEMORY = """
import ctypes
def read(pid, address, size):
    libc = ctypes.CDLL(None)
    libc.process_vm_readv.argtypes = [ctypes.c_int, *[ctypes.c_void_p, ctypes.c_ulong] * 2, ctypes.c_ulong]
    buffer = ctypes.create_string_buffer(size)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), size)
    libc.process_vm_readv(pid, here, 1, (ctypes.c_size_t * 2)(address, size), 1, 0)
    found = [buffer.raw]
    for name in (f'/proc/{pid}/mem', f'/proc/self/root/proc/{pid}/mem', f'/proc/{pid}/task/{pid}/mem'):
        try:
            with open(name, 'rb', buffering=0) as memory:
                memory.seek(address)
                found.append(memory.read(size))
        except OSError:
            pass
    return found
"""


def test_grader_memory_is_unreadable_at_a_known_address(every_level):
    canary = f"canary-{os.urandom(16).hex()}".encode()
    kept = ctypes.create_string_buffer(canary)
    where = os.getpid(), ctypes.addressof(kept), len(canary)
    unguarded: dict = {}
    exec(READ_MEMORY, unguarded)
    assert canary in unguarded["read"](*where)  # readable without a sandbox
    (answer,) = every_level.ask(READ_MEMORY, Probe("read", where))
    assert answer.value == [bytes(len(canary))]


@pytest.mark.parametrize(
    "act",
    [
        "libc.unshare(0x10000000)",
        "libc.unshare(0x00020000)",
        "libc.mount(b'x', b'.', b'tmpfs', 0, None)",
        "libc.umount2(b'/proc', 2)",
        "libc.pivot_root(b'.', b'.')",
        "os.chroot('.')",
        "os.setuid(0)",
        "os.setgroups([0])",
        "libc.prctl(4, 1, 0, 0, 0)",
        "libc.prctl(38, 0, 0, 0, 0)",
        "libc.prctl(1, 0, 0, 0, 0)",
        "libc.prctl(22, 0, 0, 0, 0)",
        "libc.personality(0x0040000)",
        "libc.syscall(425, 1, None)",
        "libc.syscall(250, 0, 0, 0, 0)",
        "libc.syscall(321, 0, None, 0)",
        "libc.syscall(323, 0)",
        "libc.syscall(298, None, 0, -1, -1, 0)",
        "libc.syscall(304, -100, None, 0)",
        "libc.syscall(444, None, 0, 1)",
        "libc.shmget(0, 4096, 0o1600)",
        "libc.syscall(246, 0, 0, None, 0)",
        "fcntl.ioctl(0, 0x5412, b'x')",
    ],
)
def test_unneeded_system_calls_are_denied(every_level, act):
    if act.startswith("libc.syscall") and os.uname().machine != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    assert attempt(every_level, act) is not None


def test_child_has_no_privileges(every_level):
    source = "import os, ctypes\nprint(os.getuid() != 0 or 'root', ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))"
    user, *_ = every_level.text(source).split()
    assert (
        user == "True" or every_level.sandbox.report.level == "landlock"
    )  # a private interpreter of root: root is not dropped


# --- memory, disk, threads, time ------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        "bytearray(size)",
        "__import__('numpy').ones(size // 8)",
        "[bytearray(1 << 20) for _ in range(size >> 20)]",
        "mmap.mmap(-1, size)",
        "mmap.mmap(-1, 4096)",
        "mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
        "mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)",
        "os.memfd_create('x')",
        "libc.shmget(0, size, 0o1600)",
        "open('/dev/zero', 'r+b')",
        "libc.mlockall(3)",
    ],
)
def test_every_kind_of_memory_is_limited(every_level, act):
    assert attempt(every_level, act, size=QUICK.memory_mb << 22) is not None


def test_disk_is_limited_in_one_file_and_in_many(every_level):
    one = "with open('big', 'wb') as file: file.write(bytes(32 << 20))"
    many = "for i in range(32):\n    with open(f'f{i}', 'wb') as file: file.write(bytes(1 << 20))"
    empty = "for i in range(10**5): open(f'f{i}', 'w').close()"
    for source in (one, many, empty):
        (result,) = every_level.cells(f"{source}\nimport time\ntime.sleep(2)")
        assert result.raised or result.stopped, source


def test_child_does_not_find_files_of_an_earlier_one(every_level):
    leave = "open('note', 'w').write('secret'); import builtins, numpy; builtins.note = numpy.note = 'secret'"
    find = "import os, builtins, numpy\nprint(os.listdir('.'), hasattr(builtins, 'note'), hasattr(numpy, 'note'))"
    assert every_level.text(leave) == ""
    assert every_level.text(find) == "[] False False\n"


def test_threads_are_limited(every_level):
    if "threads" in every_level.sandbox.report.open:
        pytest.skip("this level does not bound threads, and says so")
    source = "import threading\ngate = threading.Event()\nthreading.stack_size(1 << 16)\ncount = 0\ntry:\n"
    source += "    for _ in range(500): threading.Thread(target=gate.wait, daemon=True).start(); count += 1\n"
    source += "except RuntimeError: pass\ngate.set()\nprint(count)"
    assert int(every_level.text(source)) <= QUICK.processes


def test_resource_limits_cannot_be_raised(every_level):
    for name in ("DATA", "AS", "FSIZE", "NOFILE", "NPROC"):
        act = f"__import__('resource').setrlimit(__import__('resource').RLIMIT_{name}, (-1, -1))"
        assert attempt(every_level, act) is not None


@pytest.mark.parametrize("started", EVERY_LEVEL, indirect=True)
def test_ended_child_is_gone(started):
    def below(pid):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return len(children) + sum(map(below, children))

    before = below(started.sandbox._server._process.pid)
    deaf = "import threading, signal\nfor number in {*range(1, 32)} - {9, 19}: signal.signal(number, signal.SIG_IGN)\n"
    busy = "def spin():\n    while True: pass\nfor _ in range(4): threading.Thread(target=spin).start()\nspin()"
    (result,) = started.cells(deaf + busy, limits=Limits(cpu_seconds=0.3))
    assert result.stopped == Stopped(Stop.TIME)
    assert below(started.sandbox._server._process.pid) == before
